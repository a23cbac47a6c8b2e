// Ordinary calls through the proxy, and their records.
import assert from 'node:assert/strict';
import { at, german, kazakh } from '../harness.mjs';

const ordered = (...times) => times.every((t, i) => t && (i === 0 || times[i - 1] <= t));
const words = (detail) => detail.messages.map((m) => `${m.side} ${m.way} ${m.status ?? m.method}`);

export default {
  'a foreign call passes and is recorded with all its times': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_answer', { from: at.switch, settings: { RING_MS: 300 } });
    const uac = bench.sipp('uac_answered', {
      from: at.enforcing,
      pairs: [[german(1), kazakh(1)]],
      settings: { TALK_MS: 700 },
    });
    await bench.succeed(uac, uas);
    const [call] = await centre.calls(1);
    assert.equal(call.verdict, 'pass');
    assert.equal(call.state, 'ended');
    assert.equal(call.sip_code, 200);
    assert.equal(call.ended_by, 'caller');
    assert.equal(call.caller_country, 'DE');
    assert.equal(call.callee_country, 'KZ');
    assert.ok(ordered(call.started_at, call.ringing_at, call.answered_at, call.ended_at));
    const talked = Date.parse(call.ended_at) - Date.parse(call.answered_at);
    assert.ok(talked >= 650 && talked < 3000, `talk time ${talked} ms`);
    const rang = Date.parse(call.answered_at) - Date.parse(call.ringing_at);
    assert.ok(rang >= 250 && rang < 2000, `ringing ${rang} ms`);
    const detail = await centre.detail(call.id);
    assert.match(detail.source, /^127\.0\.21\.1:5060$/);
    for (const one of [
      'caller received INVITE',
      'callee sent INVITE',
      'callee received 180',
      'caller sent 180',
      'callee received 200',
      'caller sent 200',
      'caller received ACK',
      'callee sent ACK',
      'caller received BYE',
      'callee sent BYE',
      'callee received 200',
      'caller sent 200',
    ]) {
      assert.ok(words(detail).includes(one), `the ladder lacks "${one}": ${words(detail)}`);
    }
  },

  'a call the called side hangs up is recorded so': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_hangs_up', { from: at.switch });
    const uac = bench.sipp('uac_dropped', { from: at.enforcing, pairs: [[german(2), kazakh(2)]] });
    await bench.succeed(uac, uas);
    const [call] = await centre.calls(1);
    assert.equal(call.ended_by, 'callee');
    assert.equal(call.sip_code, 200);
  },

  'a spoofed domestic number gets its refusal and never rings': async (bench) => {
    const centre = await bench.centre();
    const phone = await bench.listener(at.switch);
    const uac = bench.sipp('uac_refused', {
      from: at.enforcing,
      pairs: [
        ['+77172230555', kazakh(3)],
        ['87172230556', kazakh(4)],
        ['+77011234567', kazakh(5)],
      ],
    });
    await bench.succeed(uac);
    const calls = await centre.calls(3);
    for (const call of calls) {
      assert.equal(call.verdict, 'block');
      assert.equal(call.enforced, true);
      assert.equal(call.sip_code, 603);
      assert.equal(call.ringing_at, undefined);
      assert.ok(call.reasons.length > 0);
    }
    assert.deepEqual(
      calls.map((c) => c.rule),
      ['spoofed-domestic-fixed', 'spoofed-domestic-fixed', 'spoofed-domestic-mobile'],
    );
    assert.equal(phone.invites().length, 0, 'the called side saw an INVITE');
  },

  'a subscriber who really roams passes': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_answer', { from: at.switch });
    await bench.succeed(
      bench.sipp('uac_answered', { from: at.hub, pairs: [['+77010001007', kazakh(6)]] }),
      uas,
    );
    assert.equal((await centre.calls(1))[0].verdict, 'pass');
  },

  'a caller who cancels ends the ringing': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_rings', { from: at.switch });
    const uac = bench.sipp('uac_cancel', {
      from: at.enforcing,
      pairs: [[german(7), kazakh(7)]],
      settings: { RING_MS: 400 },
    });
    await bench.succeed(uac, uas);
    const [call] = await centre.calls(1);
    assert.equal(call.sip_code, 487);
    assert.equal(call.ended_by, 'caller');
    assert.equal(call.answered_at, undefined);
    assert.ok(call.ringing_at);
  },

  'busy comes back as busy': async (bench) => {
    const centre = await bench.centre();
    const uas = bench.sipp('uas_busy', { from: at.switch });
    await bench.succeed(
      bench.sipp('uac_refused', {
        from: at.enforcing,
        pairs: [[german(8), kazakh(8)]],
        settings: { STATUS: 486 },
      }),
      uas,
    );
    const [call] = await centre.calls(1);
    assert.equal(call.sip_code, 486);
    assert.equal(call.verdict, 'pass');
  },

  'OPTIONS is answered 200': async (bench) => {
    const centre = await bench.centre();
    await bench.succeed(bench.sipp('uac_options', { from: at.enforcing, calls: 3 }));
    assert.deepEqual((await centre.api('calls?limit=10')).items, []);
  },
};
