// Neighbours nobody knows, and bytes nobody understands.
import assert from 'node:assert/strict';
import { at, german, kazakh, sleep, until } from '../harness.mjs';

const invite = (from, n) =>
  [
    `INVITE sip:${kazakh(n)}@${at.centre} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from}:5060;branch=z9hG4bKs${n}`,
    'Max-Forwards: 70',
    `From: <sip:${german(n)}@${from}>;tag=s${n}`,
    `To: <sip:${kazakh(n)}@${at.centre}>`,
    `Call-ID: stranger-${n}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:x@${from}>`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

// Seeded, so that a failure can be had again.
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function oneGoodCall(bench, centre) {
  const mark = await centre.mark();
  const uas = bench.sipp('uas_answer', { from: at.switch });
  await bench.succeed(
    bench.sipp('uac_answered', { from: at.enforcing, pairs: [[german(90), kazakh(90)]] }),
    uas,
  );
  await centre.calls(1, { mark });
}

export default {
  'an unknown source gets 403 and leaves no state': async (bench) => {
    const centre = await bench.centre();
    const phone = await bench.listener(at.switch);
    const stranger = await bench.listener(at.stranger);
    const before = (await centre.health()).gateway;
    for (let n = 1; n <= 40; ++n) await stranger.send(invite(at.stranger, n));
    await until('the refusals', () => stranger.heard.length >= 40);
    assert.ok(
      stranger.heard.every((h) => h.text.startsWith('SIP/2.0 403 ')),
      stranger.heard[0].text,
    );
    await sleep(700); // a stateful refusal would be sent again after half a second
    assert.equal(stranger.heard.length, 40, 'a refusal was repeated: there is a transaction');
    const after = (await centre.health()).gateway;
    assert.equal(after.unknown_source - before.unknown_source, 40);
    assert.equal(after.live_calls, 0);
    assert.ok(after.transactions <= 3, "more than the centre's own OPTIONS to three next hops");
    assert.equal(phone.invites().length, 0);
    assert.deepEqual((await centre.api('calls?limit=10')).items, []);
  },

  'garbage is counted and the centre lives on': async (bench) => {
    const centre = await bench.centre();
    const neighbour = await bench.listener(at.enforcing);
    const roll = dice(20_26);
    const before = (await centre.health()).gateway.malformed;
    const good = invite(at.enforcing, 1);
    for (let n = 0; n < 400; ++n) {
      let text = '';
      if (n % 4 === 0) {
        // noise
        for (let i = roll(600) + 5; i > 0; --i) text += String.fromCharCode(roll(256));
      } else if (n % 4 === 1) {
        // cut in the headers
        text = good.slice(0, 10 + roll(good.length - 40));
      } else if (n % 4 === 2) {
        // a required header gone
        text = good.replace(['Via', 'From', 'To', 'Call-ID', 'CSeq'][roll(5)] + ':', 'X-Gone:');
      } else {
        // lengths and counts that are not true
        text = good.replace(
          'Content-Length: 0',
          `Content-Length: ${['-1', '99999999999', 'x'][roll(3)]}`,
        );
      }
      await neighbour.send(text);
      if (n % 50 === 49) await sleep(20);
    }
    await until(
      'the counter',
      async () => (await centre.health()).gateway.malformed - before >= 380,
    );
    assert.ok(centre.alive());
    await neighbour.close();
    await oneGoodCall(bench, centre);
  },
};
