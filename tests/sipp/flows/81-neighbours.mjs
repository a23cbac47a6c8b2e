// Who is let in over TLS, and next hops that have names.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import tls from 'node:tls';
import { at, german, kazakh, until } from '../harness.mjs';
import { nameServer } from '../name-server.mjs';
import { Authority } from '../tls-bridge.mjs';
import { centreAt, isBound, world } from '../transports-world.mjs';

/// Connects over TLS from a carrier's address; whether the connection is there a little later.
function staysUp(papers, localAddress = '127.0.41.1') {
  const files = papers
    ? { cert: fs.readFileSync(papers.certificate), key: fs.readFileSync(papers.key) }
    : {};
  return new Promise((done) => {
    const socket = tls.connect({
      ...files,
      host: centreAt,
      port: 5061,
      localAddress,
      rejectUnauthorized: false,
    });
    const over = (up) => {
      socket.destroy();
      done(up);
    };
    socket.on('error', () => over(false));
    socket.on('close', () => over(false));
    socket.on('secureConnect', () => setTimeout(() => over(true), 500));
  });
}

const figuresOf = async (centre) =>
  (await centre.health()).transports.find((on) => on.transport === 'TLS');

export default {
  'TLS without the right identity is refused, counted, and one line in the log': async (bench) => {
    const { centre, papers } = await world(bench, 'udp', 'udp');
    const others = new Authority(bench.dir, 'others');
    assert.equal(await staysUp(papers.carrier(0)), true, 'the right one');
    assert.equal(await staysUp(undefined), false, 'no certificate');
    assert.equal(await staysUp(papers.authority.issue('carrier9.example')), false, 'wrong name');
    assert.equal(await staysUp(papers.authority.issue('carrier0.example', -1)), false, 'expired');
    assert.equal(await staysUp(others.issue('carrier0.example')), false, 'unknown authority');
    assert.equal(await staysUp(papers.carrier(1)), false, 'the name of another trunk');
    assert.equal(await staysUp(papers.carrier(0), '127.0.49.9'), false, 'from elsewhere');
    await until('five refusals in the figures', async () => {
      const { handshakes_refused: count, refused } = await figuresOf(centre);
      assert.ok(count <= 5, `${count} refused`);
      return count === 5 && refused === 1;
    });
    const lines = () =>
      fs
        .readFileSync(centre.process.log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('handshakes_refused'));
    await until('a line in the log', () => lines().length > 0);
    await new Promise((done) => setTimeout(done, 2500));
    assert.equal(lines().length, 1, lines().join('\n'));
    assert.match((await centre.health()).handshake_refusal, /^127\.0\.41\.1:\d+: /);
  },

  'a certificate that was renewed is used after SIGHUP': async (bench) => {
    const { centre, papers } = await world(bench, 'udp', 'udp');
    const serial = () =>
      new Promise((done, fail) => {
        const files = papers.carrier(0);
        const socket = tls.connect({
          cert: fs.readFileSync(files.certificate),
          key: fs.readFileSync(files.key),
          host: centreAt,
          port: 5061,
          localAddress: '127.0.41.1',
          rejectUnauthorized: false,
        });
        socket.on('error', fail);
        socket.on('secureConnect', () => {
          done(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        });
      });
    const before = await serial();
    const fresh = papers.authority.issue('centre.example');
    assert.equal(fresh.certificate, papers.centre.certificate, 'the same file');
    centre.process.kill('SIGHUP');
    await until('the new certificate', async () => (await serial()) !== before);
    fs.writeFileSync(papers.centre.certificate, 'this is no certificate');
    const good = await serial();
    centre.process.kill('SIGHUP');
    const log = () => fs.readFileSync(centre.process.log, 'utf8');
    await until('the mistake in the log', () => /event=not_reloaded .*why="tls: /.test(log()));
    assert.equal(await serial(), good, 'and nothing has changed');
  },

  'a next hop with a name is found by NAPTR and SRV, and stays when DNS is gone': async (bench) => {
    const records = [
      ['switch.example', 'NAPTR', [10, 10, 'SIP+D2T', '_sip._tcp.switch.example'], 5],
      ['_sip._tcp.switch.example', 'SRV', [10, 0, 5062, 'b.switch.example'], 5],
      ['_sip._tcp.switch.example', 'SRV', [20, 0, 5060, 'a.switch.example'], 5],
      ['a.switch.example', 'A', '127.0.42.2', 5],
      ['b.switch.example', 'A', '127.0.42.9', 5],
    ];
    const names = await nameServer(bench, '127.0.45.1', records);
    const config = bench.file(
      'named.yaml',
      `demonstration: true
sip:
  listen: ["udp:${centreAt}:5060", "tcp:${centreAt}:5060"]
  resolver: { server: 127.0.45.1 }
  next_hop_ping_ms: 0
trunks:
  - name: named
    country: DE
    sources: ["${at.enforcing}"]
    next_hops: ["sip:switch.example"]
policy: ${new URL('../../config/flows-policy.yaml', import.meta.url).pathname}
journal: { sync: normal }
console: { listen: ${centreAt}:8080 }
`,
    );
    const centre = await bench.centre({ config });
    const call = async (n) => {
      const uas = bench.sipp('uas_answer', { from: '127.0.42.2', over: 'tcp' });
      await until('the switch to listen', () => isBound('127.0.42.2', 5060));
      const to = `${centreAt}:5060`;
      const pairs = [[german(n), kazakh(n)]];
      await bench.succeed(uas, bench.sipp('uac_answered', { from: at.enforcing, to, pairs }));
    };
    await call(1); // the first place refuses the connection, the second takes the call
    await names.close();
    await until(
      'the failing name on the health page',
      async () => (await centre.health()).flags.some((flag) => flag.code === 'next_hop_name'),
      30_000,
    );
    await call(2);
  },
};
