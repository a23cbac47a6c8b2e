// A stand-in for the centre while working on the console: speaks api/openapi.yaml and the live feed
// with invented calls and serves dist/ under the same Content-Security-Policy. Never part of a
// build. MOCK_PORT (8090), MOCK_RATE calls per second (4), MOCK_TROUBLE=1 shows a journal that
// cannot write.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { answer, clients, problem, sessionOf } from './answers.mjs';
import { advance } from './simulate.mjs';
import { queueMessage } from './desk.mjs';
import { random } from './stories.mjs';
import { add, calls, counts, iso, journal, live, masked, pending, rate } from './world.mjs';

const port = Number(process.env.MOCK_PORT ?? 8090);
const root = new URL('../dist/', import.meta.url).pathname;

function broadcast(changed) {
  const now = counts();
  for (const client of clients) {
    if (!client.subscribed) continue;
    client.socket.send(
      JSON.stringify({
        type: 'delta',
        seq: ++client.seq,
        journal_seq: journal.seq,
        server_time: iso(),
        upserts: changed.map((call) => masked(call.row, client.role)),
        removals: [],
        counts: now,
      }),
    );
  }
}

let owed = 0;
setInterval(() => {
  const now = Date.now();
  for (owed += rate * 0.2 * (0.5 + random()); owed >= 1; --owed) pending.add(add(now));
  for (const call of live) {
    if (advance(call, now)) pending.add(call);
    if (call.row.ended_at) live.delete(call);
  }
  for (const client of clients) {
    if (client.subscribed) client.socket.send(JSON.stringify(queueMessage()));
  }
  if (pending.size === 0) return;
  broadcast([...pending].reverse());
  pending.clear();
}, 200);
setInterval(() => {
  for (const client of clients)
    client.socket.send(JSON.stringify({ type: 'ping', n: ++client.pings, server_time: iso() }));
}, 2000);

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
          journal_seq: journal.seq,
          server_time: iso(),
          rows,
          counts: counts(),
        }),
      );
    });
    ws.on('close', () => clients.delete(client));
  });
});
server.listen(port, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${port}/ (users operator, engineer; the password is the name)`),
);
