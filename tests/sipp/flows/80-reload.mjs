// SIGHUP and the Reload button: trunks are taken over whole while calls are up, or not at all.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { at, german, kazakh, root, sleep, until } from '../harness.mjs';

const flows = fs
  .readFileSync(path.join(root, 'tests/config/flows.yaml'), 'utf8')
  .replace('policy: flows-policy.yaml', `policy: ${root}/tests/config/flows-policy.yaml`);
const trunk = (name) => new RegExp(`  - name: ${name}\\n(?:    .*\\n)+`);

/// A centre whose configuration may be changed.
async function changeable(bench) {
  const config = bench.file('centre.yaml', flows);
  const centre = await bench.centre({ config });
  return { centre, change: (edit) => fs.writeFileSync(config, edit(flows)) };
}
const logOf = (centre) => fs.readFileSync(centre.process.log, 'utf8');
async function reloaded(centre, event) {
  const before = logOf(centre).split(`event=${event}`).length;
  centre.process.kill('SIGHUP');
  await until(event, () => logOf(centre).split(`event=${event}`).length > before);
}

let calls = 0;
/// One INVITE from another port of a carrier; the status of the final answer.
async function probe(bench, from, caller) {
  const port = 5070 + ++calls;
  const phone = await bench.listener(from, port);
  const lines = (method, to) =>
    [
      `${method} sip:${kazakh(900 + calls)}@${at.centre} SIP/2.0`,
      `Via: SIP/2.0/UDP ${from}:${port};branch=z9hG4bKr${calls}`,
      'Max-Forwards: 70',
      `From: <sip:${caller}@${from}>;tag=r${calls}`,
      to,
      `Call-ID: reload-${calls}@${from}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:gw@${from}:${port}>`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  await phone.send(lines('INVITE', `To: <sip:${kazakh(900 + calls)}@${at.centre}>`));
  const final = await until('a final answer', () =>
    phone.heard.find(({ text }) => /^SIP\/2\.0 [2-6]/.test(text)),
  );
  await phone.send(lines('ACK', /^To:.*$/m.exec(final.text)[0]));
  await phone.close();
  return Number(final.text.split(' ')[1]);
}

const spoofed = '+77172230555';

export default {
  'SIGHUP turns a trunk from shadow to enforce while a call is up': async (bench) => {
    const { centre, change } = await changeable(bench);
    const uas = bench.sipp('uas_answer', { from: at.switch });
    const pairs = [[spoofed, kazakh(1)]];
    const uac = bench.sipp('uac_answered', { from: at.shadow, pairs, settings: { TALK_MS: 4000 } });
    await until('the call to be up', async () =>
      (await centre.api('calls?limit=5')).items.some((c) => c.state === 'answered'),
    );
    change((text) => text.replace('enforcement: shadow', 'enforcement: enforce'));
    await reloaded(centre, 'reloaded');
    assert.equal(await probe(bench, at.shadow, spoofed), 603);
    await bench.succeed(uac, uas); // the call that was up has ended as calls do
    const all = await centre.calls(2);
    assert.deepEqual(
      all.map((c) => [c.verdict, c.enforced, c.sip_code]),
      [
        ['pass', false, 200],
        ['block', true, 603],
      ],
    );
    const shown = (await centre.api('trunks')).items.find((t) => t.name === 'shadow');
    assert.equal(shown.enforcement, 'enforce');
    assert.equal(shown.attempts, 2, 'figures go on by name');
    assert.equal(shown.would_block, 1);
    const audit = centre.sql("SELECT actor, detail FROM audit WHERE action = 'reload_policy'");
    assert.equal(audit[0][0], 'system');
    assert.match(audit[0][1], /^adopted [0-9a-f]{64}$/);
  },

  'a removed trunk finishes its calls and takes no new ones': async (bench) => {
    const { centre, change } = await changeable(bench);
    const uas = bench.sipp('uas_answer', { from: at.switch });
    const pairs = [[german(1), kazakh(1)]];
    const uac = bench.sipp('uac_answered', { from: at.shadow, pairs, settings: { TALK_MS: 3000 } });
    await until('the call to be up', async () =>
      (await centre.api('calls?limit=5')).items.some((c) => c.state === 'answered'),
    );
    change((text) => text.replace(trunk('shadow'), ''));
    await reloaded(centre, 'reloaded');
    assert.equal(await probe(bench, at.shadow, german(2)), 403);
    await bench.succeed(uac, uas);
    const [call] = await centre.calls(1);
    assert.deepEqual([call.sip_code, call.ended_by, call.trunk], [200, 'caller', 'shadow']);
    await until('the trunk to leave the page', async () =>
      (await centre.api('trunks')).items.every((t) => t.name !== 'shadow'),
    );
  },

  'an added trunk takes calls, with its name on them': async (bench) => {
    const { centre, change } = await changeable(bench);
    assert.equal(await probe(bench, at.stranger, spoofed), 403);
    change((text) =>
      text.replace(
        trunk('redirect'),
        (found) =>
          `${found}${found.replace('name: redirect', 'name: added').replace('127.0.21.3', at.stranger)}`,
      ),
    );
    await reloaded(centre, 'reloaded');
    assert.equal(await probe(bench, at.stranger, spoofed), 603);
    assert.equal((await centre.calls(1))[0].trunk, 'added');
  },

  'with a mistake nothing changes and every one is named': async (bench) => {
    const { centre, change } = await changeable(bench);
    change((text) =>
      text
        .replace('enforcement: shadow', 'enforcement: enforced')
        .replace('sources: ["127.0.21.3"]', 'sources: ["127.0.21.300"]')
        .replace(trunk('hub'), ''),
    );
    await reloaded(centre, 'not_reloaded');
    const named = logOf(centre).match(/event=not_reloaded file=\S*centre\.yaml line=\d+ why=/g);
    assert.equal(named.length, 2);
    assert.equal(await probe(bench, at.redirect, spoofed), 603);
    await centre.signIn('engineer');
    const refusal = await centre.api('policy/reload', {}).catch((error) => error);
    assert.match(String(refusal.message), /422 .*policy_invalid/);
    assert.equal((await centre.api('trunks')).items.length, 4);
  },

  'a reload names what needs a restart and takes over the rest': async (bench) => {
    const { centre, change } = await changeable(bench);
    change((text) =>
      text
        .replace('udp:127.0.20.1:5060', 'udp:127.0.20.1:5062')
        .replace('memory_mb: 64', 'memory_mb: 96')
        .replace('enforcement: shadow', 'enforcement: enforce'),
    );
    await reloaded(centre, 'needs_restart');
    assert.match(
      logOf(centre),
      /level=warning event=needs_restart keys="?sip\.listen,engine\.memory_mb/,
    );
    await sleep(200);
    assert.equal(await probe(bench, at.shadow, spoofed), 603);
    await centre.signIn('engineer');
    const told = await centre.api('policy/reload', {});
    assert.deepEqual(told.needs_restart, ['sip.listen', 'engine.memory_mb']);
  },
};
