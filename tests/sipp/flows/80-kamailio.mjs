// deploy/kamailio: Kamailio stands between carrier and switch and asks before it relays.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { at, checks, german, kazakh, sleep, until } from '../harness.mjs';

const config = 'tests/config/verdicts.yaml';
const carrier = '127.0.26.1';
const kamailio = '127.0.25.9';
const announcement = '127.0.22.9';
const patienceMs = 300;

async function relay(bench) {
  const child = bench.run('kamailio', 'kamailio', [
    ...['-f', 'deploy/kamailio/kamailio.cfg', '-DD', '-E', '-m', '32', '-M', '4'],
    ...['-Y', bench.dir, '-P', `${bench.dir}/kamailio.pid`],
    ...['-A', `LISTEN=udp:${kamailio}:5060`],
    ...['-A', `QORGAN="sip:${at.centre}:5060"`],
    ...['-A', `SWITCH="sip:${at.switch}:5060"`],
    ...['-A', `SWITCH_ADDRESS="${at.switch}"`],
    ...['-A', `ASK_PATIENCE_MS=${patienceMs}`],
  ]);
  // It forks children that outlive a SIGKILL of their parent: SIGTERM ends them all.
  bench.atEnd.push(async () => {
    child.kill('SIGTERM');
    await Promise.race([child.over, sleep(5000)]);
  });
  const port = Number(5060).toString(16).toUpperCase();
  const address = kamailio
    .split('.')
    .reverse()
    .map((n) => Number(n).toString(16).padStart(2, '0'));
  const bound = `${address.join('').toUpperCase()}:${port}`;
  await until('kamailio to listen', () => fs.readFileSync('/proc/net/udp', 'utf8').includes(bound));
  child.said = () => fs.readFileSync(child.log, 'latin1');
  return child;
}

/// A call of `caller` that must reach `phone`; returns the milliseconds the whole of it took.
async function passes(
  bench,
  caller,
  { phone = at.switch, seen = checks(), callee = kazakh(1) } = {},
) {
  const uas = bench.sipp('uas_checked', { from: phone, settings: { RING_MS: 1, ...seen } });
  const began = Date.now();
  const settings = { TALK_MS: 1, ...checks() };
  const pairs = [[caller, callee]];
  await bench.succeed(
    bench.sipp('uac_whole', { from: carrier, to: kamailio, pairs, settings }),
    uas,
  );
  return Date.now() - began;
}

export default {
  'kamailio asks before it relays and does what the verdict says': async (bench) => {
    const centre = await bench.centre({ config });
    const relaying = await relay(bench);
    await passes(bench, german(1), { seen: checks([], ['X-Qorgan']) });
    const phone = await bench.listener(at.switch);
    await bench.succeed(
      bench.sipp('uac_checked', {
        from: carrier,
        to: kamailio,
        pairs: [['+77172230001', kazakh(2)]],
        settings: { STATUS: 603, ...checks(['603 Network Blocked', 'Reason: SIP;cause=603']) },
      }),
    );
    assert.equal(phone.invites().length, 0, 'the switch heard of a refused call');
    await phone.close();
    await passes(bench, '+4900', {
      seen: checks(['X-Qorgan-Verdict: label', 'X-Qorgan-Id: [0-9a-f]{16}'], ['trust-me']),
    });
    await passes(bench, '+77051112233', {
      phone: announcement,
      seen: checks(['INVITE sip:warning@127.0.22.9:5060 SIP/2.0']),
    });
    await passes(bench, '+77172230001', { callee: '112' }); // the worst caller, an emergency call
    const calls = await centre.calls(5, { ended: false });
    assert.deepEqual(
      calls.map((c) => c.verdict),
      ['pass', 'block', 'label', 'divert', 'pass'],
    );
    assert.doesNotMatch(relaying.said(), /unexpected|not asked/);
  },

  'kamailio lets calls pass when qorgan is dead, hangs or does not know it': async (bench) => {
    const centre = await bench.centre({ config });
    const relaying = await relay(bench);
    await passes(bench, german(1));
    centre.process.kill('SIGSTOP');
    const hanging = await passes(bench, german(2));
    assert.ok(hanging > patienceMs, `${hanging} ms: it was not asked at all`);
    assert.ok(hanging < 3000, `${hanging} ms`);
    centre.process.kill('SIGCONT');
    await centre.kill9();
    const dead = await passes(bench, '+77172230001');
    assert.ok(dead < 3000, `${dead} ms`);
    assert.match(relaying.said(), /no verdict within/);
    const stranger = await bench.centre(); // flows.yaml does not name this kamailio
    await passes(bench, german(3));
    assert.match(relaying.said(), /unexpected 403/);
    assert.ok(stranger.alive());
  },
};
