// What may cross a drop on the wire, one race a flow: SIPp plays both sides, a person drops the
// call by the API, and both legs must end, or the one that did not is named.
import assert from 'node:assert/strict';
import { at, german, kazakh, sleep, until } from '../harness.mjs';
import { Callee, Caller } from '../steps.mjs';

async function live(centre, state) {
  return until(`a call that is ${state}`, async () =>
    (await centre.api('calls?limit=10')).items.find((c) => c.state === state),
  );
}

async function outcome(centre, id) {
  return until(
    'the end of the drop',
    async () => {
      const detail = await centre.detail(id);
      const last = detail.teardown.at(-1);
      return ['confirmed', 'failed'].includes(last?.state) && { ...last, detail };
    },
    10_000,
  );
}

/// Runs both sides, drops the call when it is in `state` (and `afterMs` have passed).
async function race(bench, { caller, callee, state, afterMs = 0 }) {
  const centre = await bench.centre();
  const uas = bench.sippText(callee.text(), { from: at.switch });
  const uac = bench.sippText(caller.text(), {
    from: at.enforcing,
    pairs: [[german(7), kazakh(7)]],
    calls: 1,
  });
  const { id } = await live(centre, state);
  await sleep(afterMs);
  await centre.drop(id);
  await bench.succeed(uac, uas);
  return outcome(centre, id);
}

const refused = () =>
  new Caller('refused')
    .invite()
    .hear(100, { optional: true })
    .hear(180, { optional: true })
    .hear(183, { optional: true })
    .hear(603)
    .onBranch('ACK');

function ended(last) {
  assert.equal(last.state, 'confirmed', JSON.stringify(last.detail.teardown));
  assert.ok(last.caller_ended && last.callee_ended);
}

export default {
  'a 200 that crosses the drop is acknowledged and hung up': async (bench) => {
    const callee = new Callee('crosses')
      .rings()
      .hear('CANCEL')
      .answer('200 OK')
      .answer('200 OK', { to: 'invite', cseq: '1 INVITE' })
      .hear('ACK')
      .hear('BYE')
      .answer('200 OK', { tag: false });
    ended(await race(bench, { caller: refused(), callee, state: 'ringing' }));
  },

  'a BYE that crosses our BYE is answered and is that leg’s end': async (bench) => {
    const caller = new Caller('crossing bye')
      .talks()
      .hear('BYE', { save: 'bye', vias: 1 })
      .inside('BYE', 2)
      .hear(200)
      .say(
        `SIP/2.0 481 Call/Transaction Does Not Exist
         Via: [$bye1]
         From: <sip:[field1]@[remote_ip]>[peer_tag_param]
         To: <sip:[field0]@[local_ip]>;tag=[pid]c[call_number]
         [last_Call-ID:]
         CSeq: 1 BYE
         Content-Length: 0`,
      );
    const callee = new Callee('hung up').talks().hear('BYE').answer('200 OK', { tag: false });
    const last = await race(bench, { caller, callee, state: 'answered' });
    ended(last);
  },

  'a re-INVITE in flight does not keep the call': async (bench) => {
    const caller = new Caller('re-INVITE')
      .talks()
      .inside('INVITE', 2)
      .hear(100, { optional: true })
      .hear('BYE')
      .answer('200 OK', { tag: false })
      .hear(487)
      .inside('ACK', 2);
    const callee = new Callee('busy')
      .talks()
      .hear('INVITE', { save: 'again' })
      .hear('BYE')
      .answer('200 OK', { tag: false })
      .answer('487 Request Terminated', { to: 'again', cseq: '2 INVITE', tag: false })
      .hear('ACK');
    ended(await race(bench, { caller, callee, state: 'answered', afterMs: 300 }));
  },

  'a caller that has not acknowledged yet hears BYE only after its ACK': async (bench) => {
    const caller = new Caller('late ack')
      .invite()
      .hear(100, { optional: true })
      .hear(180)
      .hear(200, { routes: true })
      .wait(1200)
      .inside('ACK', 1)
      .hear('BYE')
      .answer('200 OK', { tag: false });
    const callee = new Callee('acked by the centre')
      .rings()
      .answer('200 OK')
      .hear('ACK')
      .hear('BYE')
      .answer('200 OK', { tag: false });
    ended(await race(bench, { caller, callee, state: 'answered' }));
  },

  'a leg that says 481 has ended': async (bench) => {
    const caller = new Caller('dropped').talks().hear('BYE').answer('200 OK', { tag: false });
    const callee = new Callee('restarted')
      .talks()
      .hear('BYE')
      .answer('481 Call/Transaction Does Not Exist', { tag: false });
    ended(await race(bench, { caller, callee, state: 'answered' }));
  },

  'a leg that refuses BYE is named': async (bench) => {
    const caller = new Caller('dropped').talks().hear('BYE').answer('200 OK', { tag: false });
    const callee = new Callee('refuses')
      .talks()
      .hear('BYE')
      .answer('500 Server Internal Error', { tag: false });
    const last = await race(bench, { caller, callee, state: 'answered' });
    assert.equal(last.state, 'failed');
    assert.equal(last.failure, 'callee refused BYE');
    assert.ok(last.caller_ended && !last.callee_ended);
  },

  'an early call with a PRACK under way ends': async (bench) => {
    const caller = new Caller('prack')
      .invite('Supported: 100rel')
      .hear(100, { optional: true })
      .hear(183, { routes: true })
      .inside('PRACK', 2, { extra: 'RAck: 1 1 INVITE' })
      .hear(603)
      .onBranch('ACK');
    const callee = new Callee('reliable')
      .rings({ status: '183 Session Progress', extra: 'Require: 100rel\nRSeq: 1' })
      .hear('PRACK')
      .hear('CANCEL')
      .answer('200 OK')
      .answer('487 Request Terminated', { to: 'invite', cseq: '1 INVITE', retransmit: true })
      .hear('ACK');
    ended(await race(bench, { caller, callee, state: 'ringing', afterMs: 300 }));
  },

  'a drop while the caller’s CANCEL is under way ends it once': async (bench) => {
    const caller = new Caller('cancels')
      .invite()
      .hear(100, { optional: true })
      .hear(180)
      .wait(500)
      .onBranch('CANCEL')
      .hear(200)
      .hear(603)
      .onBranch('ACK');
    const callee = new Callee('slow to cancel')
      .rings()
      .hear('CANCEL')
      .answer('200 OK')
      .wait(1500)
      .answer('487 Request Terminated', { to: 'invite', cseq: '1 INVITE', retransmit: true })
      .hear('ACK');
    ended(await race(bench, { caller, callee, state: 'ringing', afterMs: 900 }));
  },

  'a lost 200 to BYE is asked for again': async (bench) => {
    const centre = await bench.centre();
    const phone = await bench.listener(at.switch);
    const caller = new Caller('dropped').talks().hear('BYE').answer('200 OK', { tag: false });
    const uac = bench.sippText(caller.text(), {
      from: at.enforcing,
      pairs: [[german(8), kazakh(8)]],
      calls: 1,
    });
    const headers = (text, tag) =>
      text
        .split('\r\n')
        .filter((line) => /^(Via|From|To|Call-ID|CSeq|Record-Route):/.test(line))
        .map((line) => (line.startsWith('To:') && !line.includes(';tag=') ? line + tag : line))
        .join('\r\n');
    const answer = (heard, status) =>
      phone.send(
        `SIP/2.0 ${status}\r\n${headers(heard.text, ';tag=phone')}\r\n` +
          `Contact: <sip:${at.switch}:5060>\r\nContent-Length: 0\r\n\r\n`,
      );
    const heard = (start, n = 1) =>
      until(`${n} ${start}`, () => phone.heard.filter((h) => h.text.startsWith(start))[n - 1]);
    const invite = await heard('INVITE ');
    await answer(invite, '180 Ringing');
    await answer(invite, '200 OK');
    const { id } = await live(centre, 'answered');
    await centre.drop(id);
    const began = Date.now();
    await heard('BYE ');
    const again = await heard('BYE ', 2); // the answer to the first one is lost
    assert.ok(Date.now() - began > 300);
    await answer(again, '200 OK');
    await bench.succeed(uac);
    ended(await outcome(centre, id));
  },
};
