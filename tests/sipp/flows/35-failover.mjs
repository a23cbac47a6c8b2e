// A trunk with two next hops: the first one is not there, says 503, or says nothing and rings when
// it has been given up.
import assert from 'node:assert/strict';
import { at, german, kazakh, until } from '../harness.mjs';

const config = 'tests/config/verdicts.yaml';
const trunk = '127.0.24.10';
const first = '127.0.22.8';

/// A whole call through the second hop; the milliseconds it took.
async function passes(bench, patienceS = 20) {
  const uas = bench.sipp('uas_answer', { from: at.switch, patienceS, settings: { RING_MS: 1 } });
  const began = Date.now();
  const pairs = [[german(1), kazakh(1)]];
  const settings = { TALK_MS: 1 };
  await bench.succeed(bench.sipp('uac_answered', { from: trunk, pairs, settings, patienceS }), uas);
  return Date.now() - began;
}

function answer(invite, status) {
  const lines = invite.split('\r\n').filter((l) => /^(Via|From|To|Call-ID|CSeq):/.test(l));
  const tagged = lines.map((l) => (l.startsWith('To:') ? `${l};tag=late` : l));
  return `SIP/2.0 ${status}\r\n${tagged.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`;
}

export default {
  'a next hop that is not there is left at once': async (bench) => {
    const centre = await bench.centre({ config });
    const took = await passes(bench);
    assert.ok(took < 2500, `${took} ms`);
    const [call] = await centre.calls(1);
    assert.equal(call.sip_code, 200);
    await until('the hop to be shown as down', async () => {
      const { items } = await centre.api('trunks');
      return items.find((t) => t.name === 'two-hops').next_hops[0].up === false;
    });
  },

  'a next hop that says 503 is left for this call': async (bench) => {
    const centre = await bench.centre({ config });
    const hop = await bench.listener(first);
    const calling = passes(bench);
    calling.catch(() => {}); // told below, if nothing else is
    const invite = await until('the INVITE', () => hop.invites()[0]);
    await hop.send(answer(invite.text, '503 Service Unavailable'));
    await calling;
    await until('its ACK', () => hop.heard.find((h) => h.text.startsWith('ACK ')));
    assert.equal((await centre.calls(1))[0].sip_code, 200);
  },

  'a silent next hop is left after 4 s, and cancelled when it rings after all': async (bench) => {
    const centre = await bench.centre({ config });
    const hop = await bench.listener(first);
    const took = await passes(bench, 30);
    assert.ok(took > 3000 && took < 8000, `${took} ms`);
    assert.equal((await centre.calls(1))[0].sip_code, 200);
    await hop.send(answer(hop.invites()[0].text, '180 Ringing'));
    await until('the CANCEL', () => hop.heard.find((h) => h.text.startsWith('CANCEL ')));
  },
};
