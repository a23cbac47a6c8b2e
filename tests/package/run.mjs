// "ok - name" or "not ok - name" with the reason, and "N passed, N failed" at the end.
import * as packaged from './packaged.mjs';
import * as scratch from './from-scratch.mjs';
import { obstacle } from './root.mjs';

const steps = process.argv.includes('--from-scratch') ? scratch : packaged;
let passed = 0;
let failed = 0;
const blocked = obstacle();
if (blocked) {
  console.log(`skipped - the package in a clean root: ${blocked}`);
  for (const name of Object.keys(steps.anywhere)) await step(name, steps.anywhere[name]);
} else {
  for (const [name, check] of Object.entries({ ...steps.anywhere, ...steps.inRoot })) {
    await step(name, check);
  }
  steps.end();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function step(name, check) {
  const began = Date.now();
  const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  try {
    await check();
    ++passed;
    console.log(`ok - ${name} (${took()})`);
  } catch (error) {
    ++failed;
    console.log(`not ok - ${name} (${took()})`);
    console.log(String(error.stack ?? error).replace(/^/gm, '    '));
  }
}
