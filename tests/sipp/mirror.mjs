// A mirrored proxy beside the centre: Debian's Kamailio with siptrace, and a capture agent of the
// tests' own for what Kamailio does not do (HEP over TCP, strangers).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import net from 'node:net';
import path from 'node:path';
import { here, Skip, sleep, until } from './harness.mjs';

export const element = '127.0.23.1';
export const agent = '127.0.23.2';
export const hepPort = 9060;
export const config = 'tests/config/watch.yaml';

/// Relays 127.0.21.x to the switch and mirrors everything to the centre. `asks`: it asks the centre
/// about every call first.
export async function kamailio(bench, { asks = false } = {}) {
  if (spawnSync('kamailio', ['-v']).error) throw new Skip('kamailio is not installed');
  const cfg = path.join(here, 'kamailio', 'mirror.cfg');
  const args = ['-f', cfg, '-DD', '-E', '-Y', bench.dir, '-m', '64', '-M', '8'];
  if (asks) args.push('-A', 'ASK_CENTRE');
  const child = bench.run('kamailio', 'kamailio', args);
  // Asked to end, it ends its children as well; killed, it would leave them behind.
  bench.atEnd.push(async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await Promise.race([child.over, sleep(3000)]);
  });
  await until('Kamailio to answer', () => answersOptions(), 10_000);
  return child;
}

function answersOptions() {
  return new Promise((done) => {
    const socket = dgram.createSocket('udp4');
    const over = (value) => {
      clearTimeout(patience);
      socket.close();
      done(value);
    };
    const patience = setTimeout(() => over(false), 300);
    socket.on('message', () => over(true));
    socket.bind(5999, '127.0.21.98', () => {
      const text =
        `OPTIONS sip:${element} SIP/2.0\r\n` +
        `Via: SIP/2.0/UDP 127.0.21.98:5999;branch=z9hG4bKo${Date.now()}\r\n` +
        'Max-Forwards: 0\r\nFrom: <sip:t@t>;tag=1\r\nTo: <sip:t@t>\r\nCall-ID: ping\r\n' +
        'CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';
      socket.send(text, 5060, element);
    });
  });
}

const chunk = (type, value) => {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(6 + value.length, 4);
  return Buffer.concat([head, value]);
};
const number = (size, value) => {
  const out = Buffer.alloc(size);
  out.writeUIntBE(value, 0, size);
  return out;
};
const address = (text) => Buffer.from(text.split('.').map(Number));

/// A HEP version 3 packet of a SIP message between two IPv4 addresses.
export function hep(text, { from, to, key = 'flows-key', at = Date.now() }) {
  const body = Buffer.concat([
    chunk(1, number(1, 2)),
    chunk(2, number(1, 17)),
    chunk(3, address(from)),
    chunk(4, address(to)),
    chunk(7, number(2, 5060)),
    chunk(8, number(2, 5060)),
    chunk(9, number(4, Math.floor(at / 1000))),
    chunk(10, number(4, (at % 1000) * 1000)),
    chunk(11, number(1, 1)),
    chunk(12, number(4, 7)),
    chunk(14, Buffer.from(key)),
    chunk(15, Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')),
  ]);
  return Buffer.concat([Buffer.from('HEP3'), number(2, 6 + body.length), body]);
}

/// A TCP connection to the centre's mirror port from `local`.
export async function connectAgent(bench, centreAddress, local = agent) {
  const socket = net.connect({ host: centreAddress, port: hepPort, localAddress: local });
  const closed = new Promise((done) => socket.on('close', done));
  socket.on('error', () => {});
  await new Promise((done) => socket.once('connect', done));
  bench.atEnd.push(() => socket.destroy());
  return { socket, closed, send: (bytes) => new Promise((done) => socket.write(bytes, done)) };
}

/// One message of a made-up call, as its agent would see it.
export function message(start, { call, cseq = 1, verb, caller, callee, toTag = '' }) {
  return (
    `${start}\nVia: SIP/2.0/UDP 127.0.21.1:5060;branch=z9hG4bK${verb}${call}\nMax-Forwards: 70\n` +
    `From: <sip:${caller}@carrier>;tag=a${call}\nTo: <sip:${callee}@centre>${toTag}\n` +
    `Call-ID: ${call}\nCSeq: ${cseq} ${verb}\nContent-Length: 0\n\n`
  );
}

/// What both centres decided, without what differs between the ways a call is seen.
export const judgement = (call) => ({
  caller: call.caller,
  would: call.would,
  rule: call.rule,
  score: call.score,
  reasons: call.reasons,
});

export const assertRose = (before, after, name, by) =>
  assert.equal(after.watch[name] - before.watch[name], by, `${name} rose by ${by}`);
