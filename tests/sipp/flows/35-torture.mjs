// Every message of RFC 4475 and RFC 5118 through a real socket, by its name: what is answered, or
// that nothing is. Afterwards a good call still passes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { at, german, kazakh, root, sleep, until } from '../harness.mjs';
import { answerTo, inside, inviteOf } from '../switch.mjs';

const folder = path.join(root, 'tests/sip/torture');
const carrier = at.enforcing;
const hop = '127.0.22.1';

// 'call': it is a call, 100 comes back and the next hop gets the INVITE. 'silence': no answer and
// nothing at the next hop. A number: the final answer, and nothing at the next hop.
const rfc4475 = {
  // 3.1.1 valid
  wsinv: 481, // it has a To tag: a request inside a dialog nobody has, routed to a host name
  intmeth: 501,
  esc01: 'call',
  escnull: 405,
  esc02: 501, // the method is what it says, not what it decodes to
  lwsdisp: 200,
  longreq: 'call',
  dblreq: 405, // the second request in the datagram is not looked at
  semiuri: 200,
  transports: 200,
  mpart01: 405,
  unreason: 'silence', // responses to nothing that was asked
  noreason: 'silence',
  // 3.1.2 invalid
  badinv01: 400,
  clerr: 400,
  ncl: 400,
  scalar02: 400,
  scalarlg: 'silence', // a response
  quotbal: 400,
  ltgtruri: 400,
  lwsruri: 400,
  lwsstart: 400,
  trws: 400,
  escruri: 400,
  baddate: 400,
  regbadct: 400,
  badaspec: 400,
  baddn: 400,
  badvers: 505,
  mismatch01: 400,
  mismatch02: 400,
  bigcode: 'silence', // a response
  // 3.2 and 3.3
  badbranch: 200,
  insuf: 'silence', // From, To, Call-ID, CSeq: what an answer is made of is missing
  unkscm: 416,
  novelsc: 416,
  unksm2: 405,
  bext01: 420,
  invut: 'call', // the body is for the called side
  regaut01: 405,
  multi01: 400,
  mcl01: 400,
  bcast: 'silence', // a response
  zeromf: 200, // §11 of RFC 3261: OPTIONS may be answered in the place of who it was for
  cparam01: 405,
  cparam02: 405,
  regescrt: 405,
  sdp01: 'call',
  // 3.4
  inv2543: 'call',
};

const sdp = (lines) => ['v=0', 'o=- 1 1 IN IP6 2001:db8::20', 's=-', ...lines, ''].join('\r\n');
function v6(name, firstLine, { via = '', to = '<sip:user@example.com>', body = '' } = {}) {
  return [
    firstLine,
    `Via: SIP/2.0/UDP [2001:db8::9:1]${via};branch=z9hG4bKas3-${name}`,
    'Max-Forwards: 70',
    'From: <sip:user@example.com>;tag=81x2',
    `To: ${to}`,
    `Call-ID: ${name}@[2001:db8::9:1]`,
    `CSeq: 98176 ${firstLine.startsWith('SIP/') ? 'INVITE' : firstLine.split(' ')[0]}`,
    'Contact: <sip:caller@[2001:db8::9:1]>',
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

// By the sections of RFC 5118.
const rfc5118 = {
  '4.1 an IPv6 reference': [v6('r41', 'REGISTER sip:[2001:db8::10] SIP/2.0'), 405],
  '4.2 one without its brackets': [v6('r42', 'REGISTER sip:2001:db8::10 SIP/2.0'), 400],
  '4.3 a last group that looks like a port': [
    v6('r43', 'REGISTER sip:[2001:db8::10:5070] SIP/2.0'),
    405,
  ],
  '4.4 a port': [v6('r44', 'REGISTER sip:[2001:db8::10]:5070 SIP/2.0'), 405],
  '4.5 received with brackets': [
    v6('r45a', 'OPTIONS sip:[2001:db8::10] SIP/2.0', { via: ';received=[2001:db8::9:255]' }),
    200,
  ],
  '4.5 received without brackets': [
    v6('r45b', 'OPTIONS sip:[2001:db8::10] SIP/2.0', { via: ';received=2001:db8::9:255' }),
    200,
  ],
  '4.6 an IPv6 address in SDP': [
    v6('r46', 'INVITE sip:user@[2001:db8::10] SIP/2.0', {
      body: sdp(['c=IN IP6 2001:db8::20', 't=0 0', 'm=audio 6000 RTP/AVP 2']),
    }),
    'call',
  ],
  '4.7 several addresses in header fields': [
    v6('r47', 'INVITE sip:user@host.example.net SIP/2.0').replace(
      'Max-Forwards',
      'Via: SIP/2.0/UDP 192.0.2.1;received=2001:db8::1;branch=z9hG4bKb\r\nMax-Forwards',
    ),
    'call',
  ],
  '4.8 several addresses in SDP': [
    v6('r48', 'INVITE sip:user@[2001:db8::10] SIP/2.0', {
      body: sdp([
        't=0 0',
        'm=audio 22334 RTP/AVP 0',
        'c=IN IP4 192.0.2.1',
        'm=video 6024 RTP/AVP 107',
        'c=IN IP6 2001:db8::1',
      ]),
    }),
    'call',
  ],
  '4.9 an IPv4-mapped address': [
    v6('r49', 'INVITE sip:user@[::ffff:192.0.2.10]:19823 SIP/2.0', {
      body: sdp(['c=IN IP6 ::ffff:192.0.2.2', 't=0 0', 'm=audio 22334 RTP/AVP 0']),
    }),
    'call',
  ],
  '4.10 the third colon of the old grammar': [
    v6('r410', 'OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0'),
    400,
  ],
};

/// Sends one message and says what became of it, by its Call-ID: answers to earlier ones may still
/// be on their way.
async function outcome(lines, phone, bytes, expected) {
  const callId = /^(?:Call-ID|i)\s*:\s*(.*?)\r?$/im.exec(bytes)?.[1];
  const ours = (h) => (callId ? h.text.includes(callId) : !/^(?:Call-ID|i)\s*:/im.test(h.text));
  const before = lines.map((line) => line.heard.length);
  const atPhone = phone.invites().length;
  await lines[0].send(bytes);
  const answers = () =>
    lines
      .flatMap((line, i) => line.heard.slice(before[i]).filter(ours))
      .map((h) => Number(/^SIP\/2.0 (\d+)/.exec(h.text)?.[1]));
  const called = () => phone.invites().slice(atPhone).filter(ours);
  const settled = () =>
    expected === 'call'
      ? answers().includes(100) && called().length > 0
      : answers().some((status) => status >= 200);
  if (expected === 'silence') await sleep(80);
  else await until('an answer', settled, 1500).catch(() => undefined);
  // The phone is busy, so that nothing of this call is left.
  for (const { text } of called()) await phone.send(answerTo(text, '486 Busy Here', { tag: 'sw' }));
  if (called().length > 0) return answers().includes(100) ? 'call' : 'call without 100';
  return answers().length === 0 ? 'silence' : [...new Set(answers())].join(' ');
}

async function judge(bench, messages) {
  const centre = await bench.centre({ config: 'tests/config/robust.yaml' });
  const phone = await bench.listener(hop);
  // Some ask for their answers at another port than 5060.
  const lines = [];
  for (const port of [5060, 5050, 5061, 5070]) lines.push(await bench.listener(carrier, port));
  const wrong = [];
  for (const [name, [bytes, expected]] of Object.entries(messages)) {
    const got = await outcome(lines, phone, bytes, expected);
    if (got !== String(expected)) wrong.push(`${name}: ${got}, not ${expected}`);
    assert.ok(centre.alive(), `${name} ended the centre`);
  }
  assert.deepEqual(wrong, []);
  await lines[0].send(inviteOf(carrier, 'good', german(1), kazakh(1)));
  const invite = await until('a good call at the next hop', () =>
    phone.invites().find((h) => h.text.includes('Call-ID: good')),
  );
  await phone.send(answerTo(invite.text, '200 OK', { tag: 'sw', contact: `sip:p@${hop}:5060` }));
  const ok = await until('its 200', () =>
    lines[0].heard.find(
      (h) => h.text.startsWith('SIP/2.0 200 ') && h.text.includes('Call-ID: good'),
    ),
  );
  await lines[0].send(inside('ACK', 1, ok.text, carrier));
  await until('its ACK', () =>
    phone.heard.find((h) => h.text.startsWith('ACK ') && h.text.includes('good')),
  );
}

export default {
  'every message of RFC 4475 on the wire': async (bench) => {
    const files = fs.readdirSync(folder).filter((f) => f.endsWith('.dat'));
    const names = files.map((f) => f.replace('.dat', ''));
    assert.deepEqual(
      names.filter((n) => !(n in rfc4475)),
      [],
      'a message without a verdict',
    );
    const messages = {};
    for (const [name, expected] of Object.entries(rfc4475)) {
      messages[name] = [fs.readFileSync(path.join(folder, `${name}.dat`), 'latin1'), expected];
    }
    await judge(bench, messages);
  },
  'every message of RFC 5118 on the wire': (bench) => judge(bench, rfc5118),
};
