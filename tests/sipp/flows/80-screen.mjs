// POST /v1/screen of the built program: the examples of docs/screen-api.md as they stand there, and
// a refusal that outlives the process that gave it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Centre } from '../centre.mjs';
import { binary, root } from '../harness.mjs';

const config = 'tests/config/screen.yaml';

function addClient(centre) {
  const flags = ['--config', centre.config, '--data', centre.data];
  const ran = spawnSync(
    binary,
    ['client', 'add', 'north-switch', '--trunks', 'ss7-north', '--rate', '500', ...flags],
    { encoding: 'utf8' },
  );
  assert.equal(ran.status, 0, ran.stderr);
  return /token \(shown once\): (\S+)/.exec(ran.stdout)[1];
}

async function asked(bench) {
  const centre = new Centre(bench, { config });
  const token = addClient(centre);
  await centre.start();
  return { centre, token };
}

/// The guide's examples: each curl command with the answer that is printed below it.
function examples() {
  const guide = fs.readFileSync(path.join(root, 'docs/screen-api.md'), 'utf8');
  return [...guide.matchAll(/```sh\n(curl[^`]*)```\n\n```(?:json|text)\n([^`]*)```/g)].map(
    ([, command, answer]) => ({ command, answer }),
  );
}

function run(command, token) {
  const ran = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, TOKEN: token },
  });
  assert.equal(ran.status, 0, `${command}\n${ran.stderr}`);
  return ran.stdout;
}

/// Same fields everywhere, same words where they do not depend on the moment.
function compare(told, printed, where) {
  assert.deepEqual(Object.keys(told).sort(), Object.keys(printed).sort(), where);
  for (const field of ['verdict', 'would', 'mode', 'emergency', 'code', 'status', 'label']) {
    assert.deepEqual(told[field], printed[field], `${where}: ${field}`);
  }
  assert.deepEqual(told.refusal, printed.refusal, where);
}

export default {
  'the examples of the guide to asking over HTTP answer what it prints': async (bench) => {
    const { token } = await asked(bench);
    const all = examples();
    assert.equal(all.length, 6, 'the guide has six examples');
    let lastId = '';
    for (const { command, answer } of all) {
      const text = run(command.replace(/[0-9a-f]{16}(?=\/events)/, lastId), token);
      if (!answer.startsWith('{')) {
        assert.equal(text.trim(), answer.trim(), command);
        continue;
      }
      const told = JSON.parse(text);
      compare(told, JSON.parse(answer), command);
      lastId = told.id ?? lastId;
    }
  },

  'a refusal given over HTTP is on record after kill -9 and is given again': async (bench) => {
    const { centre, token } = await asked(bench);
    const ask = async (callId) => {
      const answer = await fetch('http://127.0.0.1:8081/v1/screen', {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          trunk: 'ss7-north',
          caller: '+77172200123',
          callee: '87012345678',
          call_id: callId,
        }),
      });
      assert.equal(answer.status, 200);
      return answer.json();
    };
    const first = [];
    for (let i = 0; i < 40; ++i) first.push(await ask(`${i}@north`));
    assert.ok(first.every((one) => one.verdict === 'block' && one.refusal.sip === 603));
    await centre.kill9();
    await centre.start();
    for (let i = 0; i < 40; ++i) {
      const again = await ask(`${i}@north`);
      assert.equal(again.id, first[i].id);
      assert.equal(again.verdict, 'block');
      assert.equal(again.repeated, true);
    }
    const calls = await centre.calls(40);
    assert.ok(calls.every((call) => call.state === 'refused' && call.seen_by === 'screened'));
  },
};
