// A stand-in for the centre while working on the console: speaks api/openapi.yaml and the live feed
// with invented calls and serves dist/ under the same Content-Security-Policy. Never part of a build.
// MOCK_PORT (8090), MOCK_RATE calls per second (4), MOCK_TROUBLE=1 shows a journal that cannot write.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { advance, detectors, finish, makeCall, random, trunks } from './simulate.mjs';

const port = Number(process.env.MOCK_PORT ?? 8090);
const rate = Number(process.env.MOCK_RATE ?? 4);
const trouble = process.env.MOCK_TROUBLE === '1';
const root = new URL('../dist/', import.meta.url).pathname;
const started = Date.now();
const users = {
  operator: {
    role: 'operator',
    rights: ['view', 'drop_call', 'open_number', 'search_number', 'read_own_audit'],
  },
  engineer: {
    role: 'engineer',
    rights: ['view', 'view_policy', 'reload_policy', 'read_own_audit'],
  },
};
const calls = new Map();
const live = new Set();
const clients = new Set();
const sessions = new Map();
const iso = (at = Date.now()) => new Date(at).toISOString();
let policyText = '';
let seq = 0;

function add(at) {
  const call = makeCall(at);
  calls.set(call.row.id, call);
  if (!call.row.ended_at) live.add(call);
  ++seq;
  return call;
}

for (let at = started - 15 * 60_000; at < started; at += (1000 / rate) * (0.4 + random() * 1.2)) {
  const call = add(Math.floor(at));
  for (let now = at; now < started && live.has(call); now += 4000) {
    advance(call, now);
    if (call.row.ended_at) live.delete(call);
  }
}

function counts() {
  const since = Date.now() - 60_000;
  const minute = [...calls.values()].filter((call) => Date.parse(call.row.started_at) > since);
  return {
    live: live.size,
    arrived_per_minute: minute.length,
    refused_per_minute: minute.filter((call) => call.row.verdict === 'block').length,
    would_refuse_per_minute: minute.filter(
      (call) => call.row.would === 'block' && call.row.verdict !== 'block',
    ).length,
    alerts_live: [...live].filter((call) => call.row.alert).length,
  };
}

const masked = (row, role) =>
  role === 'engineer' && row.caller
    ? { ...row, caller: row.caller.replace(/^(\+?.{4}).*(..)$/, '$1•••••$2') }
    : row;

function broadcast(changed) {
  const now = counts();
  for (const client of clients) {
    if (!client.subscribed) continue;
    client.socket.send(
      JSON.stringify({
        type: 'delta',
        seq: ++client.seq,
        journal_seq: seq,
        server_time: iso(),
        upserts: changed.map((call) => masked(call.row, client.role)),
        removals: [],
        counts: now,
      }),
    );
  }
}

let owed = 0;
const pending = new Set();
setInterval(() => {
  const now = Date.now();
  for (owed += rate * 0.2 * (0.5 + random()); owed >= 1; --owed) pending.add(add(now));
  for (const call of live) {
    if (advance(call, now)) pending.add(call);
    if (call.row.ended_at) live.delete(call);
  }
  if (pending.size === 0) return;
  broadcast([...pending].reverse());
  pending.clear();
}, 200);
setInterval(() => {
  for (const client of clients)
    client.socket.send(JSON.stringify({ type: 'ping', n: ++client.pings, server_time: iso() }));
}, 2000);

const problem = (response, status, code, more = {}) => {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(
    JSON.stringify({ type: `urn:qorgan:problem:${code}`, title: code, status, code, ...more }),
  );
};
const json = (response, body, status = 200, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
const bodyOf = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return JSON.parse(text || '{}');
};
const sessionOf = (request) =>
  sessions.get(/qorgan_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);

function trunkFigures() {
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

function health() {
  const refused = [...calls.values()].filter((call) => call.row.verdict === 'block').length;
  const flags = trouble
    ? [
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
      ]
    : [];
  return {
    state: trouble ? 'red' : 'ok',
    flags,
    now: iso(),
    version: '0.1.0',
    node: 'demonstration',
    store: 'SQLite 3.40.1',
    demonstration: true,
    gateway: {
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
      policy_digest: '5f1c0b7a9e2d4c3388aa01b6f0d2e97c5f1c0b7a9e2d4c3388aa01b6f0d2e97c',
    },
    journal: {
      appended: seq * 4,
      committed: seq * 4 - 2,
      lost: 0,
      healthy: !trouble,
      bytes: 4_812_800 + seq * 900,
      ...(trouble ? { trouble: 'No space left on device', trouble_since: iso(started) } : {}),
    },
    projection: { position: seq * 4 - 3, behind: 1, healthy: true },
    consoles: { connected: clients.size, slow: 0, frozen: 0, worst_lag_ms: 34, resyncs: 0 },
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

function drop(call, actor, cause) {
  const tell = (state, caller_ended, callee_ended) => {
    call.row.teardown = { state, caller_ended, callee_ended, at: iso(), actor, cause };
    call.teardown.push(call.row.teardown);
    pending.add(call);
  };
  tell('requested', false, false);
  const at = () => Date.now() - Date.parse(call.row.started_at);
  setTimeout(() => {
    tell('sent', false, false);
    call.say(at(), 'caller', 'sent', 'BYE', undefined, 101);
    call.say(at(), 'callee', 'sent', 'BYE', undefined, 102);
  }, 60);
  setTimeout(() => {
    tell('callee_ended', false, true);
    call.say(at(), 'callee', 'received', 'BYE', 200, 102);
  }, 400);
  setTimeout(() => {
    call.say(at(), 'caller', 'received', 'BYE', 200, 101);
    tell('caller_ended', true, true);
    tell('confirmed', true, true);
    live.delete(call);
    finish(call, Date.now(), 'centre', 200);
  }, 900);
}

function list(query) {
  let rows = [...calls.values()].map((call) => call.row).reverse();
  const number = query.number_prefix?.replace(/^\+/, '');
  rows = rows.filter(
    (row) =>
      (!query.enforced || row.verdict === query.enforced) &&
      (!query.would || row.would === query.would) &&
      (!query.trunk || row.trunk === query.trunk) &&
      (!query.before || row.id < query.before) &&
      (!query.from || row.started_at >= query.from) &&
      (!query.to || row.started_at < query.to) &&
      (!number ||
        row.caller.startsWith(`+${number}`) ||
        calls.get(row.id).full.callee.startsWith(`+${number}`)),
  );
  const limit = Number(query.limit ?? 100);
  const items = rows.slice(0, limit);
  return { items, ...(rows.length > limit ? { next: items[items.length - 1].id } : {}) };
}

async function answer(request, response, url) {
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /api/v1/about') {
    return json(response, {
      product: 'Qorgan',
      version: '0.1.0',
      demonstration: true,
      demonstration_users: Object.entries(users).map(([name, { role }]) => ({ name, role })),
    });
  }
  if (route === 'POST /api/v1/session') {
    const { name, password } = await bodyOf(request);
    if (!users[name] || password !== name) return problem(response, 401, 'wrong_credentials');
    const token = Math.random().toString(36).slice(2);
    const session = {
      user: { name, display_name: name[0].toUpperCase() + name.slice(1), role: users[name].role },
      rights: users[name].rights,
      csrf_token: `t${token}`,
      expires_at: iso(Date.now() + 36e5),
      demonstration: true,
    };
    sessions.set(token, session);
    return json(response, session, 200, {
      'set-cookie': `qorgan_session=${token}; HttpOnly; SameSite=Strict; Path=/`,
    });
  }
  const session = sessionOf(request);
  if (!session) return problem(response, 401, 'not_signed_in');
  const may = (right) =>
    session.rights.includes(right) || void problem(response, 403, 'forbidden', { right });
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf_token)
    return problem(response, 403, 'bad_csrf_token');
  const one = /^\/api\/v1\/calls\/([0-9a-f]{16})(\/drop|\/open-number)?$/.exec(url.pathname);
  if (one) {
    const call = calls.get(one[1]);
    if (!call) return problem(response, 404, 'not_found');
    if (!one[2]) {
      const { full, say, ringAt, answerAt, endAt, row, ...rest } = call;
      return json(response, {
        call: masked(row, session.user.role),
        live: live.has(call),
        seq: 1,
        ...rest,
      });
    }
    const body = await bodyOf(request);
    if (one[2] === '/open-number')
      return may('open_number') && json(response, { ...call.full, opened_at: iso() });
    if (!may('drop_call')) return undefined;
    if (!live.has(call)) return problem(response, 409, 'call_not_live');
    const actor = `operator:${session.user.name}`;
    drop(call, actor, body.cause);
    return json(
      response,
      { call: call.row.id, state: 'requested', requested_at: iso(), actor, cause: body.cause },
      202,
    );
  }
  switch (route) {
    case 'GET /api/v1/session':
      return json(response, session);
    case 'DELETE /api/v1/session':
      sessions.clear();
      response.writeHead(204);
      return response.end();
    case 'GET /api/v1/detectors':
      return json(response, { items: detectors });
    case 'GET /api/v1/trunks':
      return json(response, { items: trunkFigures() });
    case 'GET /api/v1/health':
      return json(response, health());
    case 'GET /api/v1/calls':
      return json(response, list(Object.fromEntries(url.searchParams)));
    case 'POST /api/v1/calls/search':
      return may('search_number') && json(response, list(await bodyOf(request)));
    case 'GET /api/v1/policy':
      return (
        may('view_policy') &&
        json(response, { digest: health().gateway.policy_digest, text: policyText })
      );
    case 'POST /api/v1/policy/reload':
      if (!may('reload_policy')) return undefined;
      if (trouble)
        return problem(response, 422, 'policy_invalid', {
          errors: [
            {
              file: 'policy/default.yaml',
              line: 31,
              message: 'rule "burst": unknown verdict "blok"',
            },
            {
              file: 'policy/lists/roaming.txt',
              line: 4,
              message: 'not a number in E.164: "+7 701 abc"',
            },
          ],
        });
      return json(response, { adopted: true, digest: health().gateway.policy_digest });
    default:
      return problem(response, 404, 'not_found');
  }
}

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  response.setHeader('content-security-policy', "default-src 'self'");
  response.setHeader('x-content-type-options', 'nosniff');
  if (url.pathname.startsWith('/api/')) {
    answer(request, response, url).catch((error) =>
      problem(response, 500, 'internal_error', { detail: String(error) }),
    );
    return;
  }
  const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  readFile(join(root, path)).then(
    (data) => {
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
      response.end(data);
    },
    () => {
      response.writeHead(404);
      response.end();
    },
  );
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const session = sessionOf(request);
  if (!session) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  return sockets.handleUpgrade(request, socket, head, (ws) => {
    const client = { socket: ws, role: session.user.role, seq: 0, pings: 0, subscribed: false };
    clients.add(client);
    ws.send(
      JSON.stringify({ type: 'hello', schema: 1, seq: 0, server_time: iso(), demonstration: true }),
    );
    ws.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (!message.subscribe && !message.resync) return;
      client.subscribed = true;
      const rows = [...calls.values()]
        .slice(-5000)
        .reverse()
        .map((call) => masked(call.row, client.role));
      ws.send(
        JSON.stringify({
          type: 'snapshot',
          seq: ++client.seq,
          view: 'live',
          journal_seq: seq,
          server_time: iso(),
          rows,
          counts: counts(),
        }),
      );
    });
    ws.on('close', () => clients.delete(client));
  });
});
policyText = await readFile(new URL('../../policy/default.yaml', import.meta.url), 'utf8').catch(
  () => 'version: 1\n',
);
server.listen(port, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${port}/ (users operator, engineer; the password is the name)`),
);
