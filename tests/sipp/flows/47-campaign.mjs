// A whole campaign is dropped by one order: every leg ends within two seconds, and the order, sent
// again after a restart, is answered the same and carried out once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { at, german, kazakh, until } from '../harness.mjs';

const kCalls = Number(process.env.QORGAN_CAMPAIGN ?? 500);
const kPromiseMs = 2000;

async function all(centre, state, count) {
  return until(
    `${count} calls that are ${state}`,
    async () => {
      const { items } = await centre.api('calls?limit=500');
      const found = items.filter((c) => c.state === state);
      return found.length === count && found.map((c) => c.id);
    },
    30_000,
  );
}

export default {
  'a campaign of 500 live calls ends within 2 s, leg by leg': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_answer', {
      from: at.switch,
      calls: kCalls,
      patienceS: 60,
      settings: { RING_MS: 10 },
    });
    const pairs = Array.from({ length: kCalls }, (_, i) => [
      german(1000 + i),
      kazakh(5000 + i * 37),
    ]);
    const uac = bench.sipp('uac_dropped', {
      from: at.enforcing,
      pairs,
      rate: 100,
      most: kCalls,
      patienceS: 60,
    });
    const calls = await all(centre, 'answered', kCalls);
    const key = randomUUID();
    const order = () =>
      centre.api('calls/drop', { calls, cause: 'campaign-7' }, { 'Idempotency-Key': key });
    const began = Date.now();
    const receipt = await order();
    assert.equal(receipt.requested, kCalls);
    const outcome = await until(
      'the end of all legs',
      async () => {
        const now = await centre.api(`drops/${receipt.drop}`);
        return now.pending === 0 && now;
      },
      10_000,
    );
    const took = Date.now() - began;
    assert.equal(outcome.failed, 0, JSON.stringify(outcome.items.find((i) => i.failure)));
    assert.equal(outcome.confirmed, kCalls);
    assert.ok(outcome.items.every((i) => i.caller_ended && i.callee_ended));
    const ends = outcome.items.map((i) => Date.parse(i.at) - Date.parse(receipt.requested_at));
    const last = Math.max(...ends);
    console.log(`    ${kCalls} calls: last leg after ${last} ms, told after ${took} ms`);
    assert.ok(last < kPromiseMs, `the last leg ended after ${last} ms`);
    assert.ok(took < kPromiseMs, `all outcomes were known after ${took} ms`);
    await bench.succeed(uac, uas);

    const same = JSON.stringify(receipt);
    assert.equal(JSON.stringify(await order()), same);
    await centre.stop();
    await centre.start();
    assert.equal(JSON.stringify(await order()), same, 'the key did not survive the restart');
    const after = await centre.api(`drops/${receipt.drop}`);
    assert.equal(after.confirmed, kCalls);
    const { drops_requested: requested } = (await centre.health()).gateway;
    assert.equal(requested, 0, 'the order was carried out again');
  },
};
