// Stopping: a drain, a planned restart in the middle of calls, and kill -9 in the middle of calls.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { at, german, kazakh, sleep, until } from '../harness.mjs';
import { answerTo, inside, inviteOf } from '../switch.mjs';

const config = 'tests/config/robust.yaml';
const hop = '127.0.22.1';

const first = (line) => (h) => h.text.startsWith(line);

/// A caller and a phone with one call between them that is answered.
async function callUp(bench, name, { answer = true } = {}) {
  const caller = bench.caller ?? (bench.caller = await bench.listener(at.enforcing));
  const phone = bench.phone ?? (bench.phone = await bench.listener(hop));
  const seen = phone.heard.length;
  await caller.send(inviteOf(at.enforcing, name, german(1), kazakh(1)));
  const invite = await until('the INVITE at the switch', () =>
    phone.heard.slice(seen).find(first('INVITE ')),
  );
  const contact = `sip:phone@${hop}:5060`;
  const ringing = answerTo(invite.text, '180 Ringing', { tag: 'sw' });
  const ok = answerTo(invite.text, '200 OK', { tag: 'sw', contact });
  await phone.send(ringing);
  await until('180', () => caller.heard.find((h) => h.text.startsWith('SIP/2.0 180 ')));
  const call = { caller, phone, invite: invite.text, ok };
  if (answer) await answerCall(call, name);
  return call;
}

async function answerCall(call, name) {
  await call.phone.send(call.ok);
  const ok = await until('200 at the caller', () =>
    call.caller.heard.find((h) => h.text.startsWith('SIP/2.0 200 ') && h.text.includes(name)),
  );
  call.okAtCaller = ok.text;
  await call.caller.send(inside('ACK', 1, ok.text, at.enforcing));
  await until('the ACK', () =>
    call.phone.heard.find((h) => h.text.startsWith('ACK ') && h.text.includes(name)),
  );
}

/// The caller hangs up, the phone agrees; both hear what they must.
async function hangUp(call, name, byCaller = true) {
  const [from, to] = byCaller ? [call.caller, call.phone] : [call.phone, call.caller];
  const here = byCaller ? at.enforcing : hop;
  const target = byCaller ? undefined : `sip:gw@${at.enforcing}:5060`;
  await from.send(inside('BYE', 2, byCaller ? call.okAtCaller : call.ok, here, byCaller, target));
  const bye = await until('the BYE on the other side', () =>
    to.heard.find((h) => h.text.startsWith('BYE ') && h.text.includes(name)),
  );
  await to.send(answerTo(bye.text, '200 OK'));
  await until('200 to the BYE', () =>
    from.heard.find((h) => /^SIP\/2.0 200 [^]*CSeq: 2 BYE/.test(h.text) && h.text.includes(name)),
  );
}

export default {
  'a planned restart keeps calls: a BYE is recorded, a drop ends both legs, ringing is answered':
    async (bench) => {
      const centre = await bench.centre({ config });
      const one = await callUp(bench, 'restart-one');
      const two = await callUp(bench, 'restart-two');
      const three = await callUp(bench, 'restart-three', { answer: false });
      await until('the records', async () => {
        const { items } = await centre.api('calls?limit=10');
        return items.filter((c) => c.state === 'answered').length === 2;
      });
      centre.process.kill('SIGINT');
      assert.equal((await centre.process.over).code, 0);
      assert.ok(fs.existsSync(path.join(centre.data, 'calls.carried')));
      await centre.start();
      assert.ok(!fs.existsSync(path.join(centre.data, 'calls.carried')), 'used twice');
      const { gateway } = await centre.health();
      assert.equal(gateway.carried_over, 3);
      assert.equal(gateway.live_calls, 3);

      await hangUp(one, 'restart-one');
      await answerCall(three, 'restart-three');
      await hangUp(three, 'restart-three', false);
      const before = await until('the live view', async () => {
        const { items } = await centre.api('calls?limit=10');
        const ended = items.filter((c) => c.state === 'ended').length;
        return ended === 2 && items.find((c) => c.state === 'answered');
      });
      await centre.drop(before.id);
      for (const [end, who] of [
        [two.caller, 'caller'],
        [two.phone, 'phone'],
      ]) {
        const bye = await until(`BYE at the ${who}`, () =>
          end.heard.find((h) => h.text.startsWith('BYE ') && h.text.includes('restart-two')),
        );
        await end.send(answerTo(bye.text, '200 OK'));
      }
      const calls = await centre.calls(3);
      assert.deepEqual(
        calls.map((c) => c.state),
        ['ended', 'ended', 'ended'],
      );
      const ended = await until('who ended each', async () => {
        const details = await Promise.all(calls.map((c) => centre.detail(c.id)));
        return details.every((d) => d.call.ended_by) && details;
      });
      assert.deepEqual(
        ended.map((d) => d.call.ended_by),
        ['caller', 'centre', 'callee'],
      );
      assert.equal(ended[1].call.teardown.state, 'confirmed');
    },

  'a damaged file of carried calls is set aside and the centre starts': async (bench) => {
    const centre = await bench.centre({ config });
    await callUp(bench, 'damaged');
    centre.process.kill('SIGINT');
    await centre.process.over;
    const file = path.join(centre.data, 'calls.carried');
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 5] ^= 1;
    fs.writeFileSync(file, bytes);
    await centre.start();
    assert.ok(fs.existsSync(`${file}.broken`));
    assert.equal((await centre.health()).gateway.carried_over, 0);
    assert.match(fs.readFileSync(centre.process.log, 'utf8'), /calls_not_taken_over.*damaged/);
    const [call] = await centre.calls(1);
    assert.equal(call.state, 'ended');
    assert.equal(call.ended_by, undefined, 'nobody knows who ended it');
  },

  'after kill -9 a hang-up still passes in both directions': async (bench) => {
    const centre = await bench.centre({ config });
    const one = await callUp(bench, 'killed-one');
    const two = await callUp(bench, 'killed-two');
    await centre.kill9();
    await centre.start();
    assert.equal((await centre.health()).gateway.live_calls, 0);
    await hangUp(one, 'killed-one');
    await hangUp(two, 'killed-two', false);
  },

  'SIGTERM drains: OPTIONS say 503, the call goes on, and its end is the end': async (bench) => {
    const centre = await bench.centre({ config });
    const call = await callUp(bench, 'drained');
    const options = () =>
      call.caller.send(
        inviteOf(at.enforcing, `ping${call.caller.heard.length}`, 'a', 'b').replaceAll(
          'INVITE',
          'OPTIONS',
        ),
      );
    await options();
    await until('200 to OPTIONS', () =>
      call.caller.heard.find((h) => /^SIP\/2.0 200 [^]*OPTIONS/.test(h.text)),
    );
    centre.process.kill('SIGTERM');
    await until('503 to OPTIONS', async () => {
      await options();
      return call.caller.heard.find((h) => /^SIP\/2.0 503 [^]*OPTIONS/.test(h.text));
    });
    await sleep(500);
    assert.ok(centre.alive(), 'the centre left a call');
    assert.ok((await centre.health()).gateway.draining);
    await hangUp(call, 'drained');
    assert.equal((await centre.process.over).code, 0);
  },

  'a second SIGTERM ends a drain at once': async (bench) => {
    const centre = await bench.centre({ config });
    await callUp(bench, 'hasty');
    centre.process.kill('SIGTERM');
    await sleep(400);
    assert.ok(centre.alive());
    const asked = Date.now();
    centre.process.kill('SIGTERM');
    assert.equal((await centre.process.over).code, 0);
    assert.ok(Date.now() - asked < 3000, `it took ${Date.now() - asked} ms`);
  },
};
