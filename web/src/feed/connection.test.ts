import { beforeEach, expect, test } from 'vitest';
import { FeedConnection, type Socket } from './connection';
import { LagMeter } from './lag';
import { QueueStore } from './queue';
import { LiveStore } from './store';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: unknown[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let now: number;
let timers: { action: () => void; at: number; id: number }[];
let sockets: FakeSocket[];
let signedOut: number;
let connection: FeedConnection;
let store: LiveStore;

const advance = (milliseconds: number) => {
  const end = now + milliseconds;
  for (;;) {
    const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers = timers.filter((timer) => timer !== next);
    now = next.at;
    next.action();
  }
  now = end;
};
const time = () => new Date(now).toISOString();
const counts = {
  live: 0,
  arrived_per_minute: 0,
  refused_per_minute: 0,
  would_refuse_per_minute: 0,
  unlisted_per_minute: 0,
  alerts_live: 0,
};
const hello = () => ({
  type: 'hello',
  schema: 1,
  seq: 0,
  server_time: time(),
  demonstration: true,
});
const snapshot = (seq: number) => ({
  type: 'snapshot',
  seq,
  view: 'live',
  journal_seq: 1,
  server_time: time(),
  rows: [],
  counts,
});
const socket = () => sockets[sockets.length - 1]!;

beforeEach(() => {
  now = 1_000_000;
  timers = [];
  sockets = [];
  signedOut = 0;
  store = new LiveStore((paint) => paint());
  let id = 0;
  connection = new FeedConnection(store, new QueueStore((paint) => paint()), {
    open: () => {
      sockets.push(new FakeSocket());
      return socket();
    },
    now: () => now,
    after: (action, milliseconds) => {
      timers.push({ action, at: now + milliseconds, id: ++id });
      return id;
    },
    cancel: (timer) => {
      timers = timers.filter((one) => one.id !== timer);
    },
    signedOut: () => ++signedOut,
  });
  connection.start();
  socket().onopen?.();
  socket().say(hello());
  socket().say(snapshot(1));
});

test('subscribes, then is live', () => {
  expect(socket().sent).toEqual([{ subscribe: { view: 'live', filter: {}, queue: true } }]);
  expect(connection.getStatus().state).toBe('live');
});

test('a gap is answered by one resync', () => {
  const delta = (seq: number) => ({
    type: 'delta',
    seq,
    journal_seq: 2,
    server_time: time(),
    upserts: [],
    removals: [],
    counts,
  });
  socket().say(delta(5));
  socket().say(delta(6));
  expect(socket().sent.slice(1)).toEqual([{ resync: true }]);
});

test('a ping is answered with what has been painted', () => {
  socket().say({ type: 'ping', n: 12, server_time: time() });
  expect(socket().sent.at(-1)).toEqual({ pong: 12, painted_seq: 1 });
});

test('silence is frozen, then a new connection', () => {
  advance(7000);
  expect(connection.getStatus().state).toBe('frozen');
  expect(connection.getStatus().silentMs).toBe(7000);
  advance(8000);
  expect(sockets.length).toBe(2);
  expect(sockets[0]!.closed).toBe(true);
  expect(connection.getStatus().state).toBe('reconnecting');
});

test('connects again after 1, 2, 4 seconds and at most every 30', () => {
  const waits: number[] = [];
  for (let n = 0; n < 8; ++n) {
    const before = now;
    const opened = sockets.length;
    socket().onclose?.({ code: 1006 });
    while (sockets.length === opened) advance(100);
    waits.push(Math.round((now - before) / 1000));
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

test('an ended session leads to the sign-in page, not to a new connection', () => {
  socket().onclose?.({ code: 4401 });
  advance(60_000);
  expect(signedOut).toBe(1);
  expect(sockets.length).toBe(1);
});

test('words that are not JSON are ignored', () => {
  socket().onmessage?.({ data: '{' });
  expect(connection.getStatus().state).toBe('live');
});

test('lag is measured against the fastest message, whatever the clocks say', () => {
  const lag = new LagMeter();
  lag.saw(5_000_000, 1020); // server clock far ahead, 20 ms on the way
  lag.saw(5_000_200, 1250); // 50 ms
  expect(lag.current).toBe(30);
  lag.saw(5_000_400, 1400 + 800);
  expect(lag.current).toBe(780);
  lag.saw(5_000_600, 1620);
  expect(lag.current).toBe(0);
});
