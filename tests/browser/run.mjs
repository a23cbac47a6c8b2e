// Starts a centre, the simulator and one SIPp call, lets web/e2e look at them in Chromium, and then
// asks SIPp whether both of its legs really ended. `--pictures FOLDER` takes the screenshots
// instead; `--desk` runs the desk's journeys alone.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Bench, binary, root, sleep } from '../sipp/harness.mjs';
import { deskJourneys } from './desk.mjs';

const carrier = '127.0.11.9';
const office = '127.0.12.9';
const caller = '+4915155500123';
const patienceS = 600;

// The journeys have a trunk of SIPp's beside the demonstration's; pictures show the demonstration.
const pictures = process.argv.indexOf('--pictures');
const config = pictures > 0 ? 'sim/demo.yaml' : 'tests/config/browser.yaml';
const centre = pictures > 0 ? '127.0.0.1' : '127.0.10.1';
const bench = new Bench('journeys');
let passed = 0;
let failed = 0;

function judge(name, good) {
  console.log(`${good ? 'ok' : 'not ok'} - ${name}`);
  if (good) ++passed;
  else ++failed;
}

function environment() {
  return {
    ...process.env,
    QORGAN_URL: `http://${centre}:8080`,
    QORGAN_PASSWORD: 'qorgan-demo',
    QORGAN_ENGINEER_PASSWORD: 'qorgan-demo',
    QORGAN_PROSECUTOR_PASSWORD: 'qorgan-demo',
    QORGAN_DROP_SEARCH: caller,
  };
}

function run(program, ...args) {
  const ended = spawnSync(program, args, {
    cwd: root,
    env: environment(),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  console.log(ended.stdout, ended.stderr);
  return ended;
}

function count(output, word) {
  return Number(new RegExp(`^[#ℹ] ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
}

async function journeys() {
  const uas = bench.sipp('uas_answer', { from: office, patienceS });
  const pairs = [[caller, '+77012345678']];
  const uac = bench.sipp('uac_dropped', { from: carrier, to: centre, pairs, patienceS });
  const ended = run('npm', '--prefix', 'web', 'run', '--silent', 'e2e');
  passed += count(ended.stdout, 'pass');
  failed += count(ended.stdout, 'fail');
  if (ended.status !== 0 && failed === 0) ++failed;
  const ends = Promise.all([uac.over, uas.over]);
  const late = sleep(5000).then(() => [{ code: 'still up' }, { code: 'still up' }]);
  const [callerLeg, calleeLeg] = await Promise.race([ends, late]);
  judge(`the caller's SIPp leg was ended by the drop (${callerLeg.code})`, callerLeg.code === 0);
  judge(`the callee's SIPp leg was ended by the drop (${calleeLeg.code})`, calleeLeg.code === 0);
}

async function desk(...more) {
  const ended = await deskJourneys(bench, ...more);
  passed += ended.passed;
  failed += ended.failed;
}

async function everything() {
  const shots = process.argv.indexOf('--desk-pictures');
  if (shots > 0) return desk('pictures:desk', [path.resolve(process.argv[shots + 1])]);
  if (process.argv.includes('--desk')) return desk();
  await bench.centre({ config });
  bench.run('sim', binary, ['sim', '--config', config, '--rate', '4', '--quiet']);
  if (pictures > 0) {
    await sleep(45_000); // until refused, alerted and answered calls are all there
    const folder = path.resolve(process.argv[pictures + 1]);
    judge('pictures', run(process.execPath, 'web/e2e/screenshots.mjs', folder).status === 0);
    return undefined;
  }
  await journeys();
  return desk();
}

try {
  await everything();
} catch (error) {
  ++failed;
  console.log(`not ok - ${error.stack}`);
  for (const line of bench.lastWords()) console.log(`    | ${line}`);
} finally {
  await bench.tearDown().catch((late) => console.log(`    while ending: ${late.message}`));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
