// A name server of a flow's own: A, SRV and NAPTR over UDP on loopback.
import dgram from 'node:dgram';

const kinds = { A: 1, SRV: 33, NAPTR: 35 };

const number = (value, bytes = 2) => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};
const text = (value) => Buffer.concat([number(value.length, 1), Buffer.from(value, 'latin1')]);
const labels = (name) => Buffer.concat([...name.split('.').map(text), number(0, 1)]);

const data = {
  A: (address) => Buffer.from(address.split('.').map(Number)),
  SRV: ([priority, weight, port, target]) =>
    Buffer.concat([number(priority), number(weight), number(port), labels(target)]),
  NAPTR: ([order, preference, service, replacement]) =>
    Buffer.concat([
      ...[number(order), number(preference), text('s'), text(service), text('')],
      labels(replacement),
    ]),
};

/// `records`: [name, kind, value, ttl]; changed while it runs, changes what it answers.
export async function nameServer(bench, address, records) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (question, peer) => {
    let at = 12;
    const parts = [];
    while (question[at] !== 0) {
      parts.push(question.subarray(at + 1, at + 1 + question[at]).toString('latin1'));
      at += 1 + question[at];
    }
    const name = parts.join('.').toLowerCase();
    const kind = question.readUInt16BE(at + 1);
    const known = records.filter((one) => one[0] === name);
    const found = known.filter((one) => kinds[one[1]] === kind);
    const answers = found.map(([, what, value, ttl]) => {
      const body = data[what](value);
      return Buffer.concat([
        ...[number(0xc00c), number(kind), number(1), number(ttl, 4), number(body.length), body],
      ]);
    });
    const code = known.length > 0 ? 0 : 3;
    const head = [question.subarray(0, 2), number(0x8180 | code), number(1)];
    const counts = [number(answers.length), number(0), number(0)];
    const reply = [...head, ...counts, question.subarray(12, at + 5), ...answers];
    socket.send(Buffer.concat(reply), peer.port, peer.address);
  });
  await new Promise((done, fail) => {
    socket.once('error', fail);
    socket.bind(53, address, done);
  });
  let open = true;
  const close = async () => {
    if (open) await new Promise((done) => socket.close(done));
    open = false;
  };
  bench.atEnd.push(close);
  return { close };
}
