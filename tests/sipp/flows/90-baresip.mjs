// Drop against a real user agent on both sides: Debian's baresip, with media flowing between them.
import assert from 'node:assert/strict';
import { at, german, kazakh, until } from '../harness.mjs';
import { Baresip } from '../baresip.mjs';

async function pair(bench, { answers }) {
  const centre = await bench.centre();
  const callee = await new Baresip(bench, {
    address: at.switch,
    user: kazakh(1),
    answers,
  }).ready();
  const caller = await new Baresip(bench, { address: at.enforcing, user: german(1) }).ready();
  caller.command('dial', `sip:${kazakh(1)}@${at.centre}:5060`);
  return { centre, caller, callee };
}

const call = (centre, state) =>
  until(`a call that is ${state}`, async () =>
    (await centre.api('calls?limit=10')).items.find((c) => c.state === state),
  );

const confirmed = (centre, id) =>
  until('the confirmation', async () => {
    const detail = await centre.detail(id);
    const last = detail.teardown.at(-1);
    assert.notEqual(last?.state, 'failed', JSON.stringify(detail.teardown));
    return last?.state === 'confirmed' && detail;
  });

export default {
  'an answered call between two baresips is dropped and both know why': async (bench) => {
    const { centre, caller, callee } = await pair(bench, { answers: true });
    await caller.event('CALL_ESTABLISHED');
    await callee.event('CALL_ESTABLISHED');
    const { id } = await call(centre, 'answered');
    await centre.drop(id, 'alert-7');
    for (const side of [caller, callee]) await side.event('CALL_CLOSED');
    const detail = await confirmed(centre, id);
    assert.ok(detail.teardown.at(-1).caller_ended && detail.teardown.at(-1).callee_ended);
    assert.equal(detail.teardown[0].actor, 'operator:operator');
    assert.equal(detail.teardown[0].cause, 'alert-7');
    assert.equal((await centre.calls(1))[0].ended_by, 'centre');
  },

  'a baresip that rings stops ringing when the call is dropped': async (bench) => {
    const { centre, caller, callee } = await pair(bench, { answers: false });
    await callee.event('CALL_INCOMING');
    const { id } = await call(centre, 'ringing');
    await centre.drop(id, 'alert-8');
    const closed = await caller.event('CALL_CLOSED');
    assert.match(closed.param, /603|Decline/);
    await callee.event('CALL_CLOSED');
    await confirmed(centre, id);
  },

  'a baresip that hangs up while it is dropped ends once': async (bench) => {
    const { centre, caller, callee } = await pair(bench, { answers: true });
    await caller.event('CALL_ESTABLISHED');
    const { id } = await call(centre, 'answered');
    caller.command('hangup');
    callee.command('hangup');
    await centre.drop(id, 'alert-9').catch((error) => assert.match(error.message, /call_not_live/));
    for (const side of [caller, callee]) await side.event('CALL_CLOSED');
    const [over] = await centre.calls(1);
    assert.equal(over.sip_code, 200);
  },
};
