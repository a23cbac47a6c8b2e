// A switch in a few lines: answers OPTIONS, and every call at once, and can be unplugged. Where a
// flow needs to know which calls arrived and when, SIPp says too little.
import { at, port } from './harness.mjs';

const field = (text, name) => new RegExp(`^${name}: *(.*?)\r?$`, 'im').exec(text)?.[1] ?? '';
const fields = (text, name) =>
  [...text.matchAll(new RegExp(`^${name}: *(.*?)\r?$`, 'gim'))].map((m) => m[1]);

export function answerTo(request, status, { tag, contact } = {}) {
  const to = field(request, 'To');
  const lines = [`SIP/2.0 ${status}`];
  for (const via of fields(request, 'Via')) lines.push(`Via: ${via}`);
  for (const route of fields(request, 'Record-Route')) lines.push(`Record-Route: ${route}`);
  lines.push(`From: ${field(request, 'From')}`);
  lines.push(`To: ${to}${tag && !to.includes(';tag=') ? `;tag=${tag}` : ''}`);
  lines.push(`Call-ID: ${field(request, 'Call-ID')}`, `CSeq: ${field(request, 'CSeq')}`);
  if (contact) lines.push(`Contact: <${contact}>`);
  return [...lines, 'Content-Length: 0', '', ''].join('\r\n');
}

/// INVITE of a caller at `from`.
export function inviteOf(from, name, caller, callee, more = []) {
  return [
    `INVITE sip:${callee}@${at.centre} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from}:${port};branch=z9hG4bK${name};rport`,
    'Max-Forwards: 70',
    `From: <sip:${caller}@${from}>;tag=${name}`,
    `To: <sip:${callee}@${at.centre}>`,
    `Call-ID: ${name}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:gw@${from}:${port}>`,
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/// A request inside the call that `ok` answered, as the caller sends it, or the callee.
export function inside(verb, cseq, ok, from, byCaller = true, target = undefined) {
  const uri = target ?? /<(.*?)>/.exec(field(ok, 'Contact'))[1];
  const routes = fields(ok, 'Record-Route');
  return [
    `${verb} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from}:${port};branch=z9hG4bK${verb}${cseq}${field(ok, 'Call-ID')};rport`,
    'Max-Forwards: 70',
    ...(byCaller ? routes.reverse() : routes).map((route) => `Route: ${route}`),
    `From: ${field(ok, byCaller ? 'From' : 'To')}`,
    `To: ${field(ok, byCaller ? 'To' : 'From')}`,
    `Call-ID: ${field(ok, 'Call-ID')}`,
    `CSeq: ${cseq} ${verb}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

export class Switch {
  /// `answers`: 180 and 200 at once.
  static async start(bench, address) {
    const out = new Switch();
    out.address = address;
    out.socket = await bench.listener(address);
    out.calls = [];
    out.takesCalls = true;
    out.plugged = true;
    let read = 0;
    out.timer = setInterval(() => {
      const { heard } = out.socket;
      while (read < heard.length) out.on(heard[read++].text);
    }, 1);
    bench.atEnd.push(async () => clearInterval(out.timer));
    return out;
  }

  on(text) {
    if (!this.plugged || text.startsWith('SIP/') || text.startsWith('ACK ')) return;
    if (text.startsWith('INVITE ')) {
      if (!this.takesCalls) return;
      this.calls.push(field(text, 'Call-ID'));
      this.socket.send(answerTo(text, '180 Ringing', { tag: 'sw' }));
      const contact = `sip:phone@${this.address}:${port}`;
      this.socket.send(answerTo(text, '200 OK', { tag: 'sw', contact }));
      return;
    }
    this.socket.send(answerTo(text, '200 OK', { tag: 'sw' }));
  }
}
