// A caller abroad and the switch at home, just enough SIP to see what becomes of a call.
import dgram from 'node:dgram';

const centre = process.env.QORGAN_SIP ?? '127.0.10.1';
const carrier = process.env.QORGAN_CARRIER ?? '127.0.11.9';
const office = process.env.QORGAN_OFFICE ?? '127.0.12.9';
let calls = 0;

function bound(address, port) {
  const socket = dgram.createSocket('udp4');
  return new Promise((done, fail) => {
    socket.once('error', fail);
    socket.bind(port, address, () => done(socket));
  });
}

/** The switch: is there for the centre, and every subscriber is busy. */
export async function busySwitch() {
  const socket = await bound(office, 5060);
  socket.on('message', (bytes, peer) => {
    const text = bytes.toString('latin1');
    const verb = text.split(' ')[0];
    if (verb !== 'INVITE' && verb !== 'OPTIONS') return;
    const kept = text.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line));
    const to = /^To:.*$/m.exec(text)[0].trim();
    const status = verb === 'OPTIONS' ? '200 OK' : '486 Busy Here';
    const answer = [`SIP/2.0 ${status}`, ...kept, `${to};tag=s`, 'Content-Length: 0', '', ''];
    socket.send(answer.join('\r\n'), peer.port, peer.address);
  });
  return { close: () => new Promise((done) => socket.close(done)) };
}

/**
 * Places one call. `status` is the final answer: 486 when it went through to the switch, 603 when
 * the centre refused it; `id` is the id in the refusal.
 */
export async function call(from, to = '+77012345678') {
  const port = 5090 + ++calls;
  const socket = await bound(carrier, port);
  const message = (method, toLine) =>
    [
      `${method} sip:${to}@${centre} SIP/2.0`,
      `Via: SIP/2.0/UDP ${carrier}:${port};branch=z9hG4bKj${calls}-${process.pid}`,
      'Max-Forwards: 70',
      `From: <sip:${from}@${carrier}>;tag=j${calls}`,
      toLine,
      `Call-ID: journey-${calls}-${process.pid}@${carrier}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:gw@${carrier}:${port}>`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  const final = new Promise((done, fail) => {
    socket.on('message', (bytes) => {
      const text = bytes.toString('latin1');
      if (/^SIP\/2\.0 [2-6]/.test(text)) done(text);
    });
    setTimeout(() => fail(new Error('no final answer in 8 s')), 8_000).unref();
  });
  socket.send(message('INVITE', `To: <sip:${to}@${centre}>`), 5060, centre);
  const text = await final;
  socket.send(message('ACK', /^To:.*$/m.exec(text)[0].trim()), 5060, centre);
  await new Promise((done) => setTimeout(done, 50));
  socket.close();
  return { status: Number(text.split(' ')[1]), id: /;id=([0-9a-f]{16})/.exec(text)?.[1] };
}
