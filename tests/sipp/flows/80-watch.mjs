// Calls that do not pass through the centre: it follows them in the mirror of their signalling.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, binary, german, kazakh, root, sleep, Skip, until } from '../harness.mjs';
import * as mirror from '../mirror.mjs';

const words = (detail) => detail.messages.map((m) => `${m.side} ${m.way} ${m.status ?? m.method}`);

// Ordinary calls, a domestic number from abroad, a number that cannot exist, and a burst.
const mixed = [
  [german(1), kazakh(1)],
  ['+77012000099', kazakh(2)],
  ['+490', kazakh(3)],
  ...Array.from({ length: 14 }, (_, i) => [german(50), kazakh(10 + i)]),
  [german(2), kazakh(40)],
];

async function place(bench, pairs, { from, to, rate = 5 }) {
  const uas = bench.sipp('uas_answer', { from: at.switch, calls: pairs.length });
  const uac = bench.sipp('uac_answered', { from, to, pairs, rate, patienceS: 40 });
  await bench.succeed(uac, uas);
}

async function captured(bench, name, calls) {
  if (spawnSync('tcpdump', ['--version']).error) throw new Skip('tcpdump is not installed');
  const file = path.join(bench.dir, name);
  const args = ['-i', 'lo', '--immediate-mode', '-U', '-w', file, 'port', '5060'];
  const child = bench.run('tcpdump', 'tcpdump', args);
  await until('tcpdump to listen', () => fs.existsSync(file) && fs.statSync(file).size > 0);
  await sleep(300);
  await calls();
  const size = () => fs.statSync(file).size;
  for (let before = -1; before !== size(); await sleep(1000)) before = size();
  child.kill('SIGTERM');
  await child.over;
  return file;
}

const replay = (bench, ...args) =>
  spawnSync(binary, ['replay', ...args], { cwd: root, encoding: 'utf8' });

export default {
  'a mirrored call is followed from its INVITE to its end': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench);
    await place(bench, [[german(1), kazakh(1)]], { from: at.enforcing, to: mirror.element });
    const [call] = await centre.calls(1);
    assert.equal(call.seen_by, 'watched');
    assert.equal(call.trunk, 'watched');
    assert.equal(call.state, 'ended');
    assert.equal(call.sip_code, 200);
    assert.equal(call.ended_by, 'caller');
    assert.ok(call.started_at <= call.ringing_at && call.ringing_at < call.answered_at);
    const talked = Date.parse(call.ended_at) - Date.parse(call.answered_at);
    assert.ok(talked >= 250 && talked < 2000, `talk time ${talked} ms`);
    const detail = await centre.detail(call.id);
    assert.match(detail.source, /^127\.0\.21\.1:5060$/);
    for (const one of [
      'caller received INVITE',
      'callee sent INVITE',
      'callee received 180',
      'caller sent 180',
      'callee received 200',
      'caller sent 200',
      'caller received ACK',
      'callee sent ACK',
      'caller received BYE',
      'callee sent BYE',
      'callee received 200',
    ]) {
      assert.ok(words(detail).includes(one), `the ladder lacks "${one}": ${words(detail)}`);
    }
    const { watch } = await centre.health();
    assert.equal(watch.calls, 1);
    assert.equal(watch.live, 0);
    assert.equal(watch.malformed + watch.bad_sip + watch.wrong_key + watch.clock_off, 0);
  },

  'mirrored calls end with their code and by whom': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench);
    const to = mirror.element;
    const from = at.enforcing;
    const busy = bench.sipp('uas_busy', { from: at.switch });
    const refused = bench.sipp('uac_refused', {
      from,
      to,
      pairs: [[german(1), kazakh(1)]],
      settings: { STATUS: 486 },
    });
    await bench.succeed(refused, busy);
    const rings = bench.sipp('uas_rings', { from: at.switch });
    const cancelled = bench.sipp('uac_cancel', { from, to, pairs: [[german(2), kazakh(2)]] });
    await bench.succeed(cancelled, rings);
    const hangs = bench.sipp('uas_hangs_up', { from: at.switch });
    const dropped = bench.sipp('uac_dropped', { from, to, pairs: [[german(3), kazakh(3)]] });
    await bench.succeed(dropped, hangs);
    const calls = await centre.calls(3);
    assert.deepEqual(
      calls.map((c) => [c.sip_code, c.ended_by]),
      [
        [486, 'callee'],
        [487, 'caller'],
        [200, 'callee'],
      ],
    );
  },

  'the mirror and the path come to the same decisions': async (bench) => {
    const inPath = await bench.centre();
    await place(bench, mixed, { from: at.shadow });
    const carried = await inPath.calls(mixed.length, { patienceMs: 15_000 });
    await inPath.stop();
    const beside = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench);
    await place(bench, mixed, { from: at.enforcing, to: mirror.element });
    const watched = await beside.calls(mixed.length, { patienceMs: 15_000 });
    assert.deepEqual(watched.map(mirror.judgement), carried.map(mirror.judgement));
    assert.ok(watched.some((c) => c.would === 'block' && c.rule === 'spoofed-domestic-mobile'));
    assert.ok(watched.some((c) => c.would === 'block' && c.rule === 'burst-from-one-number'));
    assert.ok(watched.every((c) => ['pass', 'alert'].includes(c.verdict)));
  },

  'a question and its mirror are one record': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench, { asks: true });
    await place(bench, [[german(1), kazakh(1)]], { from: '127.0.21.3', to: mirror.element });
    const spoofed = bench.sipp('uac_refused', {
      from: '127.0.21.3',
      to: mirror.element,
      pairs: [['+77012000099', kazakh(2)]],
    });
    await bench.succeed(spoofed);
    await until('the call to end', async () => (await centre.calls(2))[0].state === 'ended');
    await sleep(2500); // nothing more may come of it
    const [passed, refused] = await centre.calls(2);
    assert.equal(passed.seen_by, 'redirect');
    assert.equal(passed.sip_code, 200);
    assert.equal(passed.ended_by, 'caller');
    assert.ok(passed.ringing_at && passed.answered_at > passed.ringing_at);
    assert.equal(refused.state, 'refused');
    assert.equal(refused.ended_by, 'centre');
    const { watch } = await centre.health();
    assert.equal(watch.joined, 2);
  },

  'a watched call is on the desk, and a drop says that it is out of reach': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench);
    const uas = bench.sipp('uas_answer', { from: at.switch });
    const uac = bench.sipp('uac_answered', {
      from: at.enforcing,
      to: mirror.element,
      pairs: [[german(1), kazakh(1)]],
      settings: { TALK_MS: 2500 },
    });
    const live = async () => {
      const [call] = (await centre.api('calls?limit=1')).items;
      return call?.answered_at && call;
    };
    const call = await until('the call to be answered', live);
    await centre.drop(call.id);
    const detail = await until('the answer to the drop', async () => {
      const now = await centre.detail(call.id);
      return now.teardown.length > 0 && now;
    });
    assert.equal(detail.teardown[0].state, 'failed');
    assert.match(detail.teardown[0].failure, /only watched/);
    await bench.succeed(uac, uas);
    const [ended] = await centre.calls(1);
    assert.equal(ended.ended_by, 'caller');
  },

  'strangers, wrong keys and old versions are dropped and counted': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    const invite = mirror.message(`INVITE sip:${kazakh(1)}@x SIP/2.0`, {
      call: 'x1',
      verb: 'INVITE',
      caller: german(1),
      callee: kazakh(1),
    });
    const route = { from: at.enforcing, to: mirror.element };
    const before = await centre.health();
    const known = await bench.listener(mirror.agent, 4000);
    const stranger = await bench.listener(at.stranger, 4000);
    const raw = (socket, bytes) => socket.sendTo(bytes, mirror.hepPort);
    await raw(stranger, mirror.hep(invite, route));
    await raw(known, mirror.hep(invite, { ...route, key: 'guessed' }));
    await raw(known, Buffer.from([2, 16, 2, 17, 0, 0, 0, 0]));
    await raw(known, Buffer.from('HEP3 and then nonsense'));
    const tcp = await mirror.connectAgent(bench, at.centre, at.stranger);
    await tcp.closed;
    await until('the counts', async () => (await centre.health()).watch.strangers >= 2);
    const after = await centre.health();
    mirror.assertRose(before, after, 'strangers', 2);
    mirror.assertRose(before, after, 'wrong_key', 1);
    mirror.assertRose(before, after, 'old_version', 1);
    mirror.assertRose(before, after, 'malformed', 1);
    assert.ok(after.flags.some((flag) => flag.code === 'watch_refused'));
    assert.equal((await centre.api('calls?limit=5')).items.length, 0);
  },

  'HEP over TCP is followed whatever the segments are': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    const tcp = await mirror.connectAgent(bench, at.centre);
    const about = { call: 'tcp1', caller: german(1), callee: kazakh(1) };
    const there = { from: at.enforcing, to: mirror.element };
    const back = { from: mirror.element, to: at.enforcing };
    const say = async (start, more, route) => {
      const bytes = mirror.hep(mirror.message(start, { ...about, ...more }), route);
      for (let i = 0; i < bytes.length; i += 211) await tcp.send(bytes.subarray(i, i + 211));
    };
    const toTag = ';tag=b';
    await say(`INVITE sip:${kazakh(1)}@x SIP/2.0`, { verb: 'INVITE' }, there);
    await say('SIP/2.0 180 Ringing', { verb: 'INVITE', toTag }, back);
    await say('SIP/2.0 200 OK', { verb: 'INVITE', toTag }, back);
    await sleep(300);
    await say('BYE sip:b SIP/2.0', { verb: 'BYE', cseq: 2, toTag }, there);
    await say('SIP/2.0 200 OK', { verb: 'BYE', cseq: 2, toTag }, back);
    const [call] = await centre.calls(1);
    assert.equal(call.ended_by, 'caller');
    assert.ok(call.ringing_at && call.answered_at);
    assert.equal((await centre.health()).watch.connections, 1);
  },

  'a capture of the same calls replays to the same decisions': async (bench) => {
    const centre = await bench.centre({ config: mirror.config });
    await mirror.kamailio(bench);
    const file = await captured(bench, 'calls.pcap', () =>
      place(bench, mixed, { from: at.enforcing, to: mirror.element }),
    );
    const watched = await centre.calls(mixed.length, { patienceMs: 15_000 });
    const decisions = path.join(bench.dir, 'decisions.csv');
    const args = ['--pcap', file, '--config', mirror.config, '--decisions', decisions];
    const played = replay(bench, ...args);
    assert.equal(played.status, 0, played.stderr);
    assert.match(played.stdout, new RegExp(`^calls +${mixed.length}$`, 'm'));
    const lines = fs.readFileSync(decisions, 'utf8').trim().split('\n').slice(1);
    assert.deepEqual(
      lines.map((line) => line.split(',')[2]),
      watched.map((call) => call.would),
    );
    const whole = fs.readFileSync(file);
    const cut = bench.file('cut.pcap', whole.subarray(0, whole.length - 77));
    const part = replay(bench, '--pcap', cut, '--config', mirror.config);
    assert.equal(part.status, 3);
    assert.match(part.stderr, /ends early behind packet \d+, byte \d+/);
    assert.match(part.stdout, /^digest +[0-9a-f]{64}$/m);
  },
};
