// Three times what the centre can carry: emergency calls all pass, a calm trunk hardly notices,
// screening is skipped before anybody is refused, no record is lost, and then all is as before.
// QORGAN_OVERLOAD_SECONDS=60 is the long run (bench/robustness).
import assert from 'node:assert/strict';
import { at, until } from '../harness.mjs';
import { load } from '../load.mjs';

const kSeconds = Number(process.env.QORGAN_OVERLOAD_SECONDS ?? 6);
const config = 'tests/config/robust.yaml';

/// The busy trunk at three times the capacity; beside it emergency calls and a calm trunk.
function threeTimes(bench, busy, capacity) {
  const gentle = { seconds: kSeconds, rate: 50, window: 5000, resendMs: 500, timeoutMs: 16_000 };
  return {
    flood: load(bench, 'proxy', {
      ...busy,
      seconds: kSeconds,
      rate: Math.round(3 * capacity),
      window: 65_000,
      timeoutMs: 1000,
      seed: 2,
    }),
    helpers: load(bench, 'proxy', {
      from: '127.0.21.5',
      uas: '127.0.22.5',
      ...gentle,
      dial: '112',
      seed: 3,
    }),
    calm: load(bench, 'proxy', { from: '127.0.21.4', uas: '127.0.22.4', ...gentle, seed: 4 }),
  };
}

export default {
  [`three times the capacity for ${kSeconds} s`]: async (bench) => {
    const centre = await bench.centre({ config });
    const busy = { from: '127.0.21.3', uas: '127.0.22.3' };
    const full = await load(bench, 'proxy', { ...busy, seconds: 2, window: 64, seed: 1 }).result();
    const capacity = full.per_second;
    await until('calm', async () => (await centre.health()).gateway.load === 'calm', 15_000);
    const before = await centre.api('trunks');

    const { flood, helpers, calm } = threeTimes(bench, busy, capacity);
    const stages = new Set();
    const watch = setInterval(async () => {
      const health = await centre.health().catch(() => undefined);
      if (health) stages.add(health.gateway.load);
    }, 200);
    const flooded = await flood.result();
    const over = Date.now();
    clearInterval(watch);
    await until('calm again', async () => (await centre.health()).gateway.load === 'calm', 15_000);
    const recovery = Date.now() - over;
    const emergency = await helpers.result();
    const others = await calm.result();
    const trunk = (list, name) => list.items.find((t) => t.name === name);
    const now = await centre.api('trunks');
    const gain = (name, key) => trunk(now, name)[key] - trunk(before, name)[key];
    const unscreened = gain('busy', 'unscreened');
    const refused = gain('busy', 'refused_overload');
    const { journal, gateway } = await centre.health();
    const carried = Math.round((flooded.codes[200] ?? 0) / kSeconds);
    const offered = Math.round(flooded.started / kSeconds);
    for (const line of [
      `capacity ${Math.round(capacity)}/s, offered ${offered}/s, carried ${carried}/s`,
      `unscreened ${unscreened}, refused ${refused}, stages ${[...stages].join(' ')}`,
      `lost in the kernel ${gateway.receive_dropped}, calm again after ${recovery} ms`,
      `emergency ${JSON.stringify(emergency.codes)}, p99 ${Math.round(emergency.p99_us)} us`,
      `calm trunk ${JSON.stringify(others.codes)}, p99 ${Math.round(others.p99_us)} us`,
    ]) {
      console.log(`    ${line}`);
    }
    assert.deepEqual(emergency.codes, { 200: emergency.started }, 'an emergency call failed');
    assert.equal(trunk(now, 'helpers').refused_overload, 0);
    assert.equal(trunk(now, 'helpers').unscreened, 0);
    assert.ok(refused === 0 || unscreened > 0, 'refused before screening was skipped');
    assert.deepEqual(others.codes, { 200: others.started }, 'the calm trunk suffered');
    assert.equal(journal.lost, 0);
    assert.equal(gateway.not_enforced, 0);
    assert.ok(recovery <= 5000, `calm again after ${recovery} ms`);
    assert.ok(unscreened > 0 || refused > 0, 'that was no overload');
  },
};
