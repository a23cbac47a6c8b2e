// Follows the guide in ROOT: writes its files, runs its commands in order, and looks after a step
// whether the reader would have what the guide promises. Usage: follow.mjs ROOT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Bench, sleep, until } from '../sipp/harness.mjs';
import { run } from '../package/root.mjs';
import { steps } from './steps.mjs';

const folder = process.argv[2];
const carrier = '198.51.100.10';
const kamailio = '192.0.2.10';
const theSwitch = '192.0.2.30';
for (const address of [carrier, kamailio, '192.0.2.20', theSwitch]) {
  run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo']);
}

function inside(command) {
  const ran = spawnSync('chroot', [folder, 'sh', '-ec', `cd /root\n${command}`], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
      LC_ALL: 'C',
    },
  });
  assert.equal(ran.status, 0, `${command}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout + ran.stderr;
}

/// Runs a step's commands and writes its files; everything the commands have said.
function follow(step) {
  let said = '';
  for (const { kind, body, file } of step.blocks) {
    if (kind === 'sh') said += inside(body);
    if (kind !== 'sh') assert.ok(file, `a ${kind} block of "${step.title}" names no file`);
    if (file) fs.writeFileSync(path.join(folder, file), body);
  }
  return said;
}

/// Calls from the carrier to the switch, through Kamailio.
async function calls(bench, ...pairs) {
  const uas = bench.sipp('uas_answer', { from: theSwitch, calls: pairs.length });
  const uac = bench.sipp('uac_answered', { from: carrier, to: kamailio, pairs });
  await bench.succeed(uac, uas);
}
async function refused(bench, ...pairs) {
  await bench.succeed(bench.sipp('uac_refused', { from: carrier, to: kamailio, pairs }));
}

const honest = ['+4915110000001', '+77012000001'];
const spoofed = ['+77172230555', '+77012000002'];

/// What the reader has after the step that begins so.
const promises = {
  '1.': () => {
    const listening = spawnSync('ss', ['-Hlun'], { encoding: 'utf8' }).stdout;
    assert.doesNotMatch(listening, /192\.0\.2\.20/, 'nothing was started');
  },
  '3.': (said) =>
    assert.match(said, /qorgan\.yaml: good[\s\S]*north +international +proxy +shadow/),
  '4.': async (said) => {
    assert.match(said, /active \(running\)/);
    assert.match(said, /sign in as engineer with the password \S+/);
    assert.match(said, /saved engineer as engineer/);
  },
  '5.': async (said, bench) => {
    await calls(bench, honest, spoofed);
    await sleep(1500); // figures are of the last tenth of a second, records of the last commit
  },
  '6.': (said) => {
    assert.match(said, /qorgan_trunk_attempts_total\{trunk="north"\} 2/);
    assert.match(said, /2 calls in the last 1 hours/);
  },
  '7.': (said) => {
    assert.match(said, /^1 call in the last 24 hours/m);
    const id = /\n\d{4}-\S+ {2}(\S+) {2}north/.exec(said)[1];
    assert.match(inside(`qorgan explain ${id}`), /enforced it would be: refused/);
  },
  '8.': async (said, bench) => {
    await until('enforcement', async () => {
      const shown = inside('curl -s http://127.0.0.1:8080/metrics; cat /var/log/qorgan.journal');
      return (shown.match(/event=reloaded/g) ?? []).length === 2;
    });
    await sleep(300);
    await refused(bench, spoofed);
    await calls(bench, honest);
  },
  '9.': async (said, bench) => {
    // Stopped by the last command: calls go round it.
    const began = Date.now();
    await calls(bench, honest, spoofed);
    assert.ok(Date.now() - began < 15_000);
  },
};

let passed = 0;
let failed = 0;
const began = Date.now();
for (const step of steps) {
  const bench = new Bench(step.title);
  const promise = promises[step.title.slice(0, 2)];
  try {
    const said = follow(step);
    if (promise) await promise(said, bench);
    if (promise || step.blocks.length > 0) {
      ++passed;
      console.log(`ok - ${step.title} (at ${((Date.now() - began) / 1000).toFixed(1)} s)`);
    }
  } catch (error) {
    ++failed;
    console.log(`not ok - ${step.title}`);
    console.log(String(error.stack ?? error).replace(/^/gm, '    '));
    for (const line of bench.lastWords()) console.log(`    | ${line}`);
    const log = path.join(folder, 'var/log/qorgan.journal');
    if (fs.existsSync(log)) console.log(fs.readFileSync(log, 'utf8').replace(/^/gm, '    > '));
  }
  await bench.tearDown();
  if (failed > 0) break;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed >= Object.keys(promises).length ? 0 : 1;
