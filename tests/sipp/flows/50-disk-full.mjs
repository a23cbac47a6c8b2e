// A full disk: calls pass, refusals stop being enforced, the health page says so; and it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, german, kazakh, Skip, until } from '../harness.mjs';

function tinyDisk(bench, megabytes) {
  const folder = path.join(bench.dir, 'disk');
  fs.mkdirSync(folder);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (mounted.status !== 0) throw new Skip('mounting a small disk needs root');
  bench.atEnd.unshift(() => spawnSync('umount', ['-l', folder]));
  return folder;
}

function fill(file) {
  const out = fs.openSync(file, 'w');
  const blocks = [1 << 20, 4096, 256];
  for (const size of blocks) {
    const block = Buffer.alloc(size, 'x');
    try {
      while (fs.writeSync(out, block) === size);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
  fs.closeSync(out);
}

export default {
  'with a full disk calls pass, refusals are not enforced and health says so': async (bench) => {
    const disk = tinyDisk(bench, 48);
    const centre = await bench.centre({ data: path.join(disk, 'data') });
    const uas = bench.sipp('uas_answer', { from: at.switch, calls: 1_000_000 });
    const spoofed = '+77172230555';
    await bench.succeed(
      bench.sipp('uac_refused', { from: at.enforcing, pairs: [[spoofed, kazakh(1)]] }),
    );
    await centre.calls(1);
    const before = await centre.health();
    assert.equal(before.journal.healthy, true);

    fill(path.join(disk, 'filler'));
    // Until the journal has been refused a write nobody knows; pages it still owns may take a few.
    await until(
      'the journal to notice',
      async () => {
        await bench.succeed(
          bench.sipp('uac_any', {
            from: at.enforcing,
            rate: 200,
            most: 50,
            pairs: Array.from({ length: 100 }, (_, i) => [german(1000 + i), kazakh(5000 + 37 * i)]),
          }),
        );
        return !(await centre.health()).journal.healthy;
      },
      60_000,
    );
    await bench.succeed(
      bench.sipp('uac_answered', { from: at.enforcing, pairs: [[german(7), kazakh(7)]] }),
    );
    await bench.succeed(
      bench.sipp('uac_answered', { from: at.enforcing, pairs: [[spoofed, kazakh(8)]] }),
    );
    const sick = await centre.health();
    assert.equal(sick.state, 'red');
    assert.ok(
      sick.flags.some((f) => f.code === 'journal_unhealthy' && f.level === 'red'),
      JSON.stringify(sick.flags),
    );
    assert.ok(sick.gateway.not_enforced > before.gateway.not_enforced);
    assert.ok(sick.journal.trouble);

    fs.rmSync(path.join(disk, 'filler'));
    await until('recovery', async () => (await centre.health()).journal.healthy, 20_000);
    await bench.succeed(
      bench.sipp('uac_refused', { from: at.enforcing, pairs: [[spoofed, kazakh(9)]] }),
    );
    uas.kill('SIGKILL');
    await uas.over;
    // What passed for want of a record is not recorded as refused: pass (0) in place of block (5).
    await until('the record of what was let through', () => {
      const rows = centre.sql(
        `select enforced, would, sip_code from calls where callee = '${kazakh(8)}'`,
      );
      return rows.length === 1 && rows[0].join(' ') === '0 5 200';
    });
    await centre.stop();
    const ids = centre.sql(
      `select sip_call_id, count(*) from calls group by sip_call_id having count(*) > 1`,
    );
    assert.deepEqual(ids, []);
  },
};
