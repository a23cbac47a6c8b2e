// An hour of the demonstration, fast-forwarded: the decisions made live and those of the replay
// of its journal are the same.
import assert from 'node:assert/strict';
import path from 'node:path';
import fs from 'node:fs';
import { binary, qorgan } from '../harness.mjs';

const kSeconds = Number(process.env.QORGAN_HOUR_SECONDS ?? 60);

export default {
  'live decisions of a demonstration hour and their replay have the same digest': async (bench) => {
    const centre = await bench.centre({ config: 'tests/config/hour.yaml' });
    const sim = bench.run('sim', binary, [
      'sim',
      '--config',
      centre.config,
      '--speed',
      '60',
      '--rate',
      '2',
      '--seed',
      '11',
      '--duration',
      String(kSeconds),
    ]);
    const { code } = await sim.over;
    assert.equal(code, 0);
    const health = await centre.health();
    await centre.stop();
    const said = fs.readFileSync(sim.log, 'utf8').trim().split('\n').at(-1);
    assert.match(said, /emergency 0\/[1-9]\d* stopped/);
    const placed = Number(/placed (\d+)/.exec(said)[1]);
    assert.ok(placed > kSeconds * 60, said);
    assert.ok(
      health.gateway.decisions >= placed * 0.98,
      `${health.gateway.decisions} decisions, ${said}`,
    );
    assert.ok(Number(/scam calls (\d+)/.exec(said)[1]) > 0, said);
    const replay = qorgan(
      'replay',
      '--journal',
      path.join(centre.data, 'journal.sqlite'),
      '--config',
      centre.config,
    );
    const told = Object.fromEntries(
      replay
        .split('\n')
        .map((line) => line.split(/\s+/))
        .filter((words) => words.length === 2),
    );
    assert.match(told.recorded ?? '', /^[0-9a-f]{16,}$/, replay);
    assert.equal(told['re-derived'], told.recorded);
    assert.equal(told.differences, '0');
    assert.equal(Number(told.decisions), health.gateway.decisions);
    assert.ok(Number(told.alerts) > 0, 'an hour without an alert');
  },
};
