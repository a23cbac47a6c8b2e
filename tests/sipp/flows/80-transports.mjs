// Calls over UDP, TCP, TLS and IPv6 in every mixture: ended by the caller, by the called side, and
// dropped by the centre.
import assert from 'node:assert/strict';
import { until } from '../harness.mjs';
import { world } from '../transports-world.mjs';

async function inEveryWay(bench, from, to) {
  const { centre, uas, uac } = await world(bench, from, to);
  await bench.succeed(await uas('uas_answer'), uac('uac_answered', 1));
  const [first] = await centre.calls(1);
  assert.equal(first.ended_by, 'caller');
  assert.equal(first.sip_code, 200);

  await bench.succeed(await uas('uas_hangs_up'), uac('uac_dropped', 2));
  const [second] = await centre.calls(1, { mark: first.id });
  assert.equal(second.ended_by, 'callee');

  const runs = [await uas('uas_answer'), uac('uac_dropped', 3)];
  const live = await until('the call to be answered', async () =>
    (await centre.api('calls?limit=10')).items.find((call) => call.state === 'answered'),
  );
  await centre.drop(live.id);
  await bench.succeed(...runs);
  const last = await until('the confirmation', async () => {
    const step = (await centre.detail(live.id)).teardown.at(-1);
    assert.notEqual(step?.state, 'failed', JSON.stringify(step));
    return step?.state === 'confirmed' && step;
  });
  assert.ok(last.caller_ended && last.callee_ended);
  await centre.stop();
}

const pairs = [
  ['udp', 'tcp'],
  ['tcp', 'udp'],
  ['tcp', 'tcp'],
  ['udp', 'tls'],
  ['tls', 'udp'],
  ['tcp', 'tls'],
  ['tls', 'tcp'],
  ['tls', 'tls'],
  ['udp', 'udp6'],
  ['udp6', 'udp'],
  ['udp6', 'tcp'],
  ['tcp6', 'tls'],
  ['tcp', 'udp6'],
];

export default Object.fromEntries(
  pairs.map(([from, to]) => [
    `from ${from} to ${to}: a call ends by either side and by a drop`,
    (bench) => inEveryWay(bench, from, to),
  ]),
);
