// A centre with every transport, and SIPp on either side of it by any of them.
import { spawnSync } from 'node:child_process';
import { german, kazakh, until } from './harness.mjs';
import { Authority, calledBridge, callingBridge } from './tls-bridge.mjs';

export const centreAt = '127.0.40.1';

// A carrier is known by its address (and over TLS by its name as well); its trunk leads to one
// kind of switch.
const callers = {
  udp: { host: '127.0.41', over: 'udp', to: `${centreAt}:5060` },
  tcp: { host: '127.0.41', over: 'tcp', to: `${centreAt}:5060` },
  tls: { host: '127.0.41', over: 'tls' },
  udp6: { six: true, over: 'udp', to: '[::1]:5060' },
  tcp6: { six: true, over: 'tcp', to: '[::1]:5060' },
};
const switches = {
  udp: { over: 'udp', host: '127.0.42.1', hop: 'udp:127.0.42.1:5060', port: 5060 },
  tcp: { over: 'tcp', host: '127.0.42.2', hop: 'tcp:127.0.42.2:5060', port: 5060 },
  tls: { over: 'tls', host: '127.0.42.3', hop: 'tls:127.0.42.3:5061;name=switch.example' },
  udp6: { over: 'udp', host: '::1', hop: 'udp:[::1]:5080', port: 5080 },
};
const kinds = Object.keys(switches);

function trunkOf(kind, index, address) {
  const six = address.includes(':');
  return `
  - name: to-${kind}${six ? '-6' : ''}
    country: DE
    sources: ["${address}"]
${six ? '' : `    tls_identities: [carrier${index}.example]\n`}    enforcement: enforce
    next_hops: ["${switches[kind].hop}"]`;
}

export function papersFor(bench) {
  const authority = new Authority(bench.dir);
  return {
    authority,
    centre: authority.issue('centre.example'),
    switch: authority.issue('switch.example'),
    carrier: (index) => authority.issue(`carrier${index}.example`),
  };
}

export function configFor(bench, papers, six = 'udp') {
  const { certificate, key, authorities } = papers.centre;
  const trunks = kinds.map((kind, i) => trunkOf(kind, i, `127.0.41.${i + 1}`)).join('');
  return bench.file(
    'transports.yaml',
    `node: transports
demonstration: true
sip:
  listen: ["udp:${centreAt}:5060", "tcp:${centreAt}:5060", "tls:${centreAt}:5061",
           "udp:[::1]:5060", "tcp:[::1]:5060"]
  tls: { certificate: ${certificate}, key: ${key}, authorities: ${authorities} }
  next_hop_ping_ms: 0
  teardown_timeout_ms: 3000
trunks:${trunks}${trunkOf(six, 9, '::1')}
engine: { memory_mb: 64 }
policy: ${bench.policy}
journal: { sync: normal }
console: { listen: ${centreAt}:8080 }
`,
  );
}

export function isBound(host, port) {
  const name = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const listed = spawnSync('ss', ['-Hltun'], { encoding: 'utf8' }).stdout;
  return listed.split(/\s+/).includes(name);
}

/// A centre, and what starts SIPp on either side of it.
export async function world(bench, from, to) {
  bench.policy = new URL('../config/flows-policy.yaml', import.meta.url).pathname;
  const papers = papersFor(bench);
  const centre = await bench.centre({ config: configFor(bench, papers, to) });
  const index = kinds.indexOf(to);
  const caller = callers[from];
  const called = switches[to];
  const address = caller.six ? '::1' : `${caller.host}.${index + 1}`;
  if (called.over === 'tls') {
    const at = { host: called.host, port: 5061 };
    const behind = { host: '127.0.43.3', port: 5060 };
    await calledBridge(bench, { at, to: behind, papers: papers.switch });
  }
  if (caller.over === 'tls') {
    await callingBridge(bench, {
      at: { host: '127.0.44.1', port: 5060 },
      from: address,
      to: { host: centreAt, port: 5061 },
      papers: papers.carrier(index),
    });
  }
  return {
    centre,
    papers,
    // A connection to a switch that is not there yet is refused, so that the call would fail.
    uas: async (scenario) => {
      const host = called.over === 'tls' ? '127.0.43.3' : called.host;
      const localPort = called.port ?? 5060;
      const run = bench.sipp(scenario, {
        from: host,
        over: called.over,
        localPort,
        contact: called.over === 'tls' ? `${called.host}:5061` : undefined,
      });
      await until('the switch to listen', () => isBound(host, localPort));
      return run;
    },
    uac: (scenario, n) =>
      bench.sipp(scenario, {
        from: caller.over === 'tls' ? '127.0.44.2' : address,
        over: caller.over,
        to: caller.over === 'tls' ? '127.0.44.1:5060' : caller.to,
        localPort: (caller.six ? 5090 : 5060) + n, // the last run's connection may linger
        contact: caller.over === 'tls' ? `${address}:${5060 + n}` : undefined,
        pairs: [[german(n), kazakh(n)]],
      }),
  };
}
