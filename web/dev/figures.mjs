// The figures of trunks and health, counted over the invented calls.
import { detectors, trunks } from './cast.mjs';
import { random } from './stories.mjs';
import { calls, iso, journal, live, started, trouble } from './world.mjs';

export const policyDigest = '5f1c0b7a9e2d4c3388aa01b6f0d2e97c5f1c0b7a9e2d4c3388aa01b6f0d2e97c';

function answersOf(own) {
  const counts = new Map();
  for (const call of own) {
    const status = call.row.sip_code;
    if (status) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .sort((a, b) => b.count - a.count);
}

export function trunkFigures() {
  return trunks.map(({ share, ...trunk }) => {
    const own = [...calls.values()].filter((call) => call.row.trunk === trunk.name);
    const count = (test) => own.filter(test).length;
    const answered = own.filter((call) => call.row.answered_at);
    const recent = count((call) => Date.parse(call.row.started_at) > Date.now() - 10_000);
    const ofClass = (digit) => count((call) => String(call.row.sip_code ?? '')[0] === digit);
    return {
      ...trunk,
      attempts: own.length,
      passed: count((c) => c.row.verdict === 'pass'),
      alerted: count((c) => c.row.verdict === 'alert'),
      labelled: count((c) => c.row.verdict === 'label'),
      withheld: 0,
      diverted: 0,
      blocked: count((c) => c.row.verdict === 'block'),
      would_block: count((c) => c.row.would === 'block' && c.row.verdict !== 'block'),
      emergency: count((c) => c.row.emergency),
      over_ceiling: 0,
      refused_overload: 0,
      unscreened: 0,
      answered: answered.length,
      live: count((c) => live.has(c)),
      calls_per_second: recent / 10,
      ...(own.length ? { asr: answered.length / own.length } : {}),
      ...(answered.length ? { acd_s: 74.2 + random() } : {}),
      pdd_ms: 1280 + random() * 40,
      responses: {
        none: 0,
        '2xx': ofClass('2'),
        '3xx': 0,
        '4xx': ofClass('4'),
        '5xx': 0,
        '6xx': ofClass('6'),
      },
      answers: answersOf(own),
      ...(trunk.mode === 'proxy' && own.length ? { ner: 0.93 + random() / 50 } : {}),
      next_hops:
        trunk.mode === 'proxy'
          ? [
              {
                address: 'udp:127.0.2.1:5060',
                up: !(trouble && trunk.name === 'carrier-west'),
                since: iso(started),
              },
            ]
          : [],
    };
  });
}

const flags = () => [
  {
    code: 'journal_unhealthy',
    level: 'red',
    detail: 'No space left on device',
    since: iso(started),
  },
  { code: 'not_enforced', level: 'red', detail: '', count: 37 },
  {
    code: 'next_hop_down',
    level: 'amber',
    detail: '',
    subject: 'udp:127.0.2.1:5060',
    since: iso(started),
  },
];

const gateway = () => ({
  started_at: iso(started),
  datagrams_in: calls.size * 9,
  datagrams_out: calls.size * 9 + 14,
  malformed: 3,
  unknown_source: 2,
  retransmissions: 41,
  transactions: live.size * 2,
  live_calls: live.size,
  decisions: calls.size,
  not_enforced: trouble ? 37 : 0,
  drops_requested: 4,
  drops_confirmed: 4,
  drops_failed: 0,
  load: 'calm',
  carried_over: 0,
  draining: false,
  receive_dropped: 0,
  policy_digest: policyDigest,
});

const transports = () => [
  {
    transport: 'UDP',
    address: '127.0.0.1:5060',
    messages_in: calls.size * 9,
    messages_out: calls.size * 9 + 14,
    connections: 0,
    refused: 0,
    handshakes_refused: 0,
    closed: 0,
  },
  {
    transport: 'TLS',
    address: '127.0.0.1:5061',
    messages_in: calls.size,
    messages_out: calls.size + 2,
    connections: 3,
    refused: 1,
    handshakes_refused: trouble ? 12 : 0,
    closed: 1,
  },
];

const screening = () => ({
  enabled: true,
  requests: 90_412,
  answered: 90_390,
  refused: 22,
  bad_tokens: 4,
  rate_limited: 18,
  emergency: 61,
  emergency_unrecorded: 0,
  open: { no_record: trouble ? 37 : 0, late: 0, no_answer: trouble ? 5 : 0, queue_full: 0 },
  answers_too_late: 0,
  calls: 90_120,
  repeated: 209,
  events: 241_007,
  unheard: 12,
  not_followed: 0,
  live: 388,
  waiting: 1,
  connections: 16,
  p50_us: 250,
  p99_us: 1_000,
  clients: [
    { name: 'north-switch', asked: 88_201, rate_limited: 0 },
    { name: 'bank', asked: 2_211, rate_limited: 18 },
  ],
});

const reports = {
  sources: ['citizen', 'police', 'bank', 'honeypot', 'operator'].map((source, place) => ({
    source,
    accepted: 40 - 7 * place,
    rate_limited: place === 0 ? 3 : 0,
  })),
  refused: 2,
  unknown_calls: 5,
  overloaded: 0,
  taken: 101,
  repeated: 21,
  beyond_cap: 4,
  without_caller: 1,
};

const watch = {
  packets: 412_008,
  messages: 411_960,
  strangers: 0,
  wrong_key: 0,
  old_version: 0,
  malformed: 2,
  bad_sip: 5,
  other: 41,
  clock_off: 0,
  no_room: 0,
  connections: 2,
  no_trunk: 3,
  own: 0,
  mid_call: 12,
  calls: 38_411,
  joined: 9_004,
  forgotten: 0,
  timed_out: 7,
  live: 164,
};

const passports = {
  outcomes: { verified: 8_120, not_present: 61_204, unverified: 12, invalid_identity: 3 },
  waiting_calls: 0,
  wait_timeouts: 4,
  certificates: 6,
  certificate_hits: 8_102,
  fetches: 11,
  fetch_failures: 1,
  queue_full: 0,
};

export function health(consoles) {
  const refused = [...calls.values()].filter((call) => call.row.verdict === 'block').length;
  return {
    state: trouble ? 'red' : 'ok',
    flags: trouble ? flags() : [],
    now: iso(),
    version: '0.1.0',
    node: 'demonstration',
    store: 'SQLite 3.40.1',
    demonstration: true,
    gateway: gateway(),
    journal: {
      appended: journal.seq * 4,
      committed: journal.seq * 4 - 2,
      lost: 0,
      healthy: !trouble,
      bytes: 4_812_800 + journal.seq * 900,
      ...(trouble ? { trouble: 'No space left on device', trouble_since: iso(started) } : {}),
    },
    screening: screening(),
    reports,
    watch,
    passports,
    projection: { position: journal.seq * 4 - 3, behind: 1, healthy: true },
    orders: { in_force: 0, unacknowledged: 0, begun: 0, ended: 0 },
    consoles: { connected: consoles, slow: 0, frozen: 0, worst_lag_ms: 34, resyncs: 0 },
    transports: transports(),
    detector_hits: detectors.map((detector) => ({
      name: detector.name,
      count: [...calls.values()].filter((call) =>
        call.row.reasons.some((one) => one.detector === detector.id),
      ).length,
    })),
    rule_hits: [
      { name: 'domestic-fixed-from-abroad', count: refused },
      { name: 'several-first-seen', count: 25 },
      { name: 'unallocated-range', count: 12 },
    ],
  };
}

export function rejected() {
  const scan = 'OPTIONS sip:100@192.0.2.10 SIP/2.0\nUser-Agent: friendly-scanner';
  const message = { at: iso(started), source: '198.51.100.7:5062', bytes: 431, text: scan };
  return {
    kinds: [
      { kind: 'stranger', reason: 'unknown_source', count: 1280, newest: [message] },
      { kind: 'malformed', reason: 'bad_via', count: 2, newest: [] },
    ],
    strangers: [
      {
        address: '198.51.100.7',
        count: 1280,
        first: iso(started),
        last: iso(),
        user_agent: 'friendly-scanner',
        scanner: 'SIPVicious',
      },
    ],
  };
}
