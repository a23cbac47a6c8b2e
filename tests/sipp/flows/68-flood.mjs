// Noise and mutated SIP at full speed, from a stranger and from a neighbour, while real calls go
// through: none of those fails. QORGAN_FLOOD=1000000 is the long run (bench/robustness).
import assert from 'node:assert/strict';
import { at, german, kazakh } from '../harness.mjs';
import { load } from '../load.mjs';
import { Switch } from '../switch.mjs';

const kDatagrams = Number(process.env.QORGAN_FLOOD ?? 60_000);
const kRate = 200;
const kSeconds = Number(process.env.QORGAN_FLOOD_SECONDS ?? 4);

export default {
  [`${kDatagrams} mutated datagrams spoil none of ${kRate} calls a second`]: async (bench) => {
    const centre = await bench.centre({ config: 'tests/config/robust.yaml' });
    const phone = await Switch.start(bench, '127.0.22.1');
    const calls = kRate * kSeconds;
    const pairs = Array.from({ length: calls }, (_, n) => [german(n), kazakh(n)]);
    const good = bench.sipp('uac_any', {
      from: at.enforcing,
      pairs,
      rate: kRate,
      most: 4000,
      patienceS: kSeconds + 60,
    });
    const floods = [
      load(bench, 'flood', { from: at.stranger, calls: kDatagrams / 2, seconds: 0, seed: 11 }),
      load(bench, 'flood', { from: '127.0.21.2', calls: kDatagrams / 2, seconds: 0, seed: 12 }),
    ];
    const figures = await Promise.all(floods.map((flood) => flood.result()));
    await bench.succeed(good);
    assert.ok(centre.alive());
    assert.equal(new Set(phone.calls).size, calls);
    const { gateway, journal } = await centre.health();
    console.log(
      `    sent ${figures.map((f) => f.started).join(' + ')} in ` +
        `${figures.map((f) => f.wall_s.toFixed(1)).join(' and ')} s; ` +
        `malformed ${gateway.malformed}, ` +
        `strangers ${gateway.unknown_source}, lost in the kernel ${gateway.receive_dropped}`,
    );
    assert.equal(journal.lost, 0);
    assert.ok(gateway.malformed > kDatagrams / 100, 'hardly anything was malformed');
    assert.ok(gateway.unknown_source > kDatagrams / 100, 'hardly anything came from a stranger');
    // Nothing of the stranger's is kept: what is open belongs to neighbours.
    const { items } = await centre.api('trunks');
    const live = items.reduce((sum, trunk) => sum + trunk.live, 0);
    assert.equal(gateway.live_calls, live);
  },
};
