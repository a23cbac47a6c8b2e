// A next hop is unplugged under load: no call that could go elsewhere fails.
import assert from 'node:assert/strict';
import { at, german, kazakh, sleep, until } from '../harness.mjs';
import { Switch } from '../switch.mjs';

const kRate = 120;
const kSeconds = Number(process.env.QORGAN_UNPLUG_SECONDS ?? 6);

async function hopIsUp(centre, address) {
  const { items } = await centre.api('trunks');
  const trunk = items.find((t) => t.name === 'carrier');
  return trunk.next_hops.find((h) => h.address === `${address}:5060`).up;
}

export default {
  [`of ${kRate} calls a second none fails when a next hop is unplugged`]: async (bench) => {
    const centre = await bench.centre({ config: 'tests/config/robust.yaml' });
    const first = await Switch.start(bench, '127.0.22.1');
    const second = await Switch.start(bench, '127.0.22.2');
    const calls = kRate * kSeconds;
    const pairs = Array.from({ length: calls }, (_, n) => [german(n), kazakh(n)]);
    const load = bench.sipp('uac_any', {
      from: at.enforcing,
      pairs,
      rate: kRate,
      most: 2000,
      patienceS: kSeconds + 30,
    });
    await until('calls at the first hop', () => first.calls.length > kRate);
    assert.equal(second.calls.length, 0, 'the first hop is first');
    // Unplugged: what arrives from now on is lost. What it has answered already may end, since a
    // call whose switch is gone cannot go elsewhere.
    first.takesCalls = false;
    await sleep(500);
    first.plugged = false;
    await until(
      'the hop to be seen down',
      async () => !(await hopIsUp(centre, '127.0.22.1')),
      15_000,
    );
    const { flags } = await centre.health();
    assert.ok(flags.some((f) => f.code === 'next_hop_down' && f.subject.includes('127.0.22.1')));
    await bench.succeed(load);
    assert.equal(first.calls.length + new Set(second.calls).size, calls);
    assert.ok(second.calls.length > kRate, 'the second hop has hardly been asked');

    first.takesCalls = first.plugged = true;
    await until('the hop to be seen up', () => hopIsUp(centre, '127.0.22.1'), 15_000);
    const before = first.calls.length;
    await bench.succeed(bench.sipp('uac_any', { from: at.enforcing, pairs: pairs.slice(0, 5) }));
    assert.equal(first.calls.length, before + 5, 'the hop that came back gets no calls');
  },
};
