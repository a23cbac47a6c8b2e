// Drop: both legs of a live call end, and the record says so.
import assert from 'node:assert/strict';
import { at, german, kazakh, until } from '../harness.mjs';

async function live(centre, state) {
  return until(`a call that is ${state}`, async () =>
    (await centre.api('calls?limit=10')).items.find((c) => c.state === state),
  );
}

async function confirmed(centre, id) {
  return until('the confirmation', async () => {
    const detail = await centre.detail(id);
    const last = detail.teardown.at(-1);
    assert.notEqual(last?.state, 'failed', JSON.stringify(detail.teardown));
    return last?.state === 'confirmed' && detail;
  });
}

export default {
  'dropping an answered call ends both legs and is confirmed': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_answer', { from: at.switch });
    const uac = bench.sipp('uac_dropped', { from: at.enforcing, pairs: [[german(1), kazakh(1)]] });
    const { id } = await live(centre, 'answered');
    assert.equal((await centre.drop(id)).state, 'requested');
    await centre.drop(id); // asking again changes nothing
    await bench.succeed(uac, uas);
    const detail = await confirmed(centre, id);
    const last = detail.teardown.at(-1);
    assert.ok(last.caller_ended && last.callee_ended);
    assert.match(last.actor ?? detail.teardown[0].actor, /^operator:/);
    const [call] = await centre.calls(1);
    assert.equal(call.ended_by, 'centre');
    const byes = detail.messages.filter((m) => m.way === 'sent' && m.method === 'BYE' && !m.status);
    assert.deepEqual(byes.map((m) => m.side).sort(), ['callee', 'caller']);
    await until('one confirmed drop in the figures', async () => {
      const { drops_confirmed: count } = (await centre.health()).gateway;
      assert.ok(count <= 1, `${count} drops confirmed`);
      return count === 1;
    });
  },

  'dropping a ringing call cancels one leg and refuses the other': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_rings', { from: at.switch });
    const uac = bench.sipp('uac_refused', { from: at.enforcing, pairs: [[german(2), kazakh(2)]] });
    const { id } = await live(centre, 'ringing');
    await centre.drop(id);
    await bench.succeed(uac, uas);
    const detail = await confirmed(centre, id);
    assert.equal(detail.call.answered_at, undefined);
    assert.equal((await centre.calls(1))[0].ended_by, 'centre');
  },

  'a leg that never answers makes the drop fail with its name': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_answer', { from: at.switch });
    const uac = bench.sipp('uac_dropped', { from: at.enforcing, pairs: [[german(3), kazakh(3)]] });
    const { id } = await live(centre, 'answered');
    uas.kill('SIGKILL');
    await uas.over;
    await centre.drop(id);
    await bench.succeed(uac);
    const last = await until(
      'the failure',
      async () => (await centre.detail(id)).teardown.find((t) => t.state === 'failed'),
      10_000,
    );
    assert.equal(last.caller_ended, true);
    assert.equal(last.callee_ended, false);
    assert.match(last.failure, /callee/);
  },
};
