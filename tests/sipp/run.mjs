// Runs every flow in flows/, one after another: "ok - name" or "not ok - name" with the reason, and
// "N passed, N failed" at the end.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Bench, here, Skip } from './harness.mjs';

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(path.join(here, 'flows'))
  .filter((f) => f.endsWith('.mjs'))
  .sort();
let passed = 0;
let failed = 0;

for (const file of files) {
  const { default: flows } = await import(pathToFileURL(path.join(here, 'flows', file)));
  for (const [name, flow] of Object.entries(flows)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    const bench = new Bench(name);
    const began = Date.now();
    const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
    try {
      await flow(bench);
      await bench.tearDown();
      ++passed;
      console.log(`ok - ${name} (${took()})`);
    } catch (error) {
      if (error instanceof Skip) {
        console.log(`skipped - ${name}: ${error.message}`);
      } else {
        ++failed;
        console.log(`not ok - ${name} (${took()})`);
        console.log(String(error.stack ?? error).replace(/^/gm, '    '));
        for (const line of bench.lastWords()) console.log(`    | ${line}`);
      }
      await bench.tearDown().catch((late) => console.log(`    while ending: ${late.message}`));
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
