// kill -9, again and again, under load: what was refused is on record, nothing is there twice, and
// the store catches up with the journal.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { at, generator, qorgan, sleep, until } from '../harness.mjs';

const kKills = Number(process.env.QORGAN_KILLS ?? 20);

export default {
  [`${kKills} times kill -9 under load lose no refusal and repeat no call`]: async (bench) => {
    const centre = await bench.centre();
    const refused = new Set();
    let seen = 0;
    for (let round = 1; round <= kKills; ++round) {
      if (round > 1) await centre.start();
      const log = path.join(bench.dir, `refused-${round}`);
      const load = bench.run('load', generator, [
        'redirect',
        '--to',
        `${at.centre}:5060`,
        '--from',
        `${at.redirect}:0`,
        '--rate',
        '1500',
        '--window',
        '4000',
        '--seconds',
        '20',
        '--timeout-ms',
        '500',
        '--spoofed',
        '0.3',
        '--seed',
        String(round),
        '--log-refused',
        log,
      ]);
      const lines = () =>
        fs.existsSync(log) ? fs.readFileSync(log, 'utf8').split('\n').length - 1 : 0;
      await until('refusals', () => lines() >= 60, 15_000);
      await sleep((round * 53) % 350);
      await centre.kill9();
      await sleep(120); // answers that were under way are still heard and logged
      load.kill('SIGKILL');
      await load.over;
      for (const id of fs.readFileSync(log, 'utf8').split('\n').slice(0, -1)) refused.add(id);
      assert.ok(refused.size > seen, 'no call was refused in this round');
      seen = refused.size;
    }
    await centre.start();
    await until(
      'the store to catch up',
      async () => {
        const { projection } = await centre.health();
        assert.ok(projection.healthy, projection.trouble);
        return projection.behind === 0;
      },
      60_000,
    );
    await centre.stop();
    await check(centre, refused);
  },
};

async function check(centre, refused) {
  const blocked = new Set(
    centre.sql(`select sip_call_id from calls where enforced = 5`).map((r) => r[0]),
  );
  const lost = [...refused].filter((id) => !blocked.has(id));
  assert.deepEqual(
    lost.slice(0, 5),
    [],
    `${lost.length} of ${refused.size} refused calls have no record`,
  );
  const twice = centre.sql(
    'select sip_call_id, count(*) from calls group by sip_call_id having count(*) > 1',
  );
  assert.deepEqual(twice.slice(0, 5), [], `${twice.length} calls are on record more than once`);
  qorgan('verify', '--data', centre.data);
  const replay = qorgan(
    'replay',
    '--journal',
    path.join(centre.data, 'journal.sqlite'),
    '--config',
    centre.config,
  );
  const decided = Number(/^decisions +(\d+)$/m.exec(replay)[1]);
  assert.equal(
    Number(centre.sql('select count(*) from calls')[0][0]),
    decided,
    'the store lacks calls',
  );
}
