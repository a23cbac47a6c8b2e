// sipvicious from unknown addresses: it learns no more than that it is refused, leaves no state,
// and is seen as what it is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { at, Skip, sleep, until } from '../harness.mjs';

async function scan(bench, tool, args) {
  const run = bench.run(tool, tool, ['-b', at.stranger, ...args, at.centre], {
    cwd: bench.dir,
    env: { ...process.env, HOME: bench.dir },
  });
  const timer = setTimeout(() => run.kill('SIGINT'), 4_000);
  await run.over;
  clearTimeout(timer);
}

export default {
  'sipvicious learns nothing, leaves nothing and is seen': async (bench) => {
    if (spawnSync('svmap', ['--version']).status !== 0) throw new Skip('sipvicious is missing');
    const centre = await bench.centre({ config: 'tests/config/robust.yaml' });
    await centre.signIn('engineer');
    const before = (await centre.health()).gateway;
    await scan(bench, 'svmap', ['-m', 'INVITE']);
    await scan(bench, 'svmap', []);
    await scan(bench, 'svwar', ['--force', '-m', 'INVITE', '-e', '100-140']);
    await scan(bench, 'svwar', ['--force', '-e', '100-140']);
    await scan(bench, 'svcrack', ['-u', '100', '-r', '1000-1040']);
    await sleep(400); // figures are those of the last tenth of a second
    const after = (await centre.health()).gateway;
    assert.ok(after.unknown_source - before.unknown_source > 20, 'hardly a scan');
    assert.equal(after.live_calls, 0);
    assert.equal(after.decisions, before.decisions);
    assert.ok(after.transactions <= 8, "more than the centre's own OPTIONS to its next hops");
    assert.deepEqual((await centre.api('calls?limit=5')).items, []);
    const seen = await centre.api('rejected');
    // Not all of its tools send from the address they are told to.
    assert.ok(seen.strangers.some((s) => s.address === at.stranger));
    assert.deepEqual([...new Set(seen.strangers.map((s) => s.scanner))], ['SIPVicious']);
    // While somebody reads the list, what arrives is counted elsewhere alone.
    const counted = seen.strangers.reduce((sum, s) => sum + s.count, 0);
    const total = (await centre.health()).gateway.unknown_source - before.unknown_source;
    assert.ok(counted <= total && counted > total * 0.98, `${counted} of ${total}`);
    const kept = seen.kinds.find((k) => k.kind === 'stranger');
    assert.equal(kept.newest.length, 8);
    assert.ok(kept.newest.every((m) => m.scanner === 'SIPVicious'));
    await until('nothing left', async () => (await centre.health()).gateway.transactions <= 8);
  },
};
