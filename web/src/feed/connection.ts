// One WebSocket: subscribe, apply, answer pings, connect again. Knows nothing of React.

import { LagMeter } from './lag';
import type { QueueStore } from './queue';
import type { LiveStore } from './store';
import type { FeedMessage } from './types';

export type FeedState = 'connecting' | 'live' | 'reconnecting' | 'frozen' | 'offline';

export interface FeedStatus {
  state: FeedState;
  lagMs: number;
  silentMs: number;
}

/** What the lead's board tells of this page. */
export interface Presence {
  hidden: boolean;
  sound: 'on' | 'locked' | 'muted';
}

export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

interface Needs {
  open: () => Socket;
  now: () => number;
  after: (action: () => void, milliseconds: number) => unknown;
  cancel: (timer: unknown) => void;
  signedOut: () => void;
}

const pingMs = 2000;
const frozenAfterMs = 3 * pingMs;
const abandonAfterMs = 12_000;
const longestWaitMs = 30_000;

export class FeedConnection {
  private socket: Socket | undefined;
  private timer: unknown;
  private watch: unknown;
  private attempts = 0;
  private lastHeard = 0;
  private opened = false;
  private presence: Presence | undefined;
  private stopped = true;
  private readonly lag = new LagMeter();
  private listeners = new Set<() => void>();
  private status: FeedStatus = { state: 'connecting', lagMs: 0, silentMs: 0 };

  constructor(
    private readonly store: LiveStore,
    private readonly queue: QueueStore,
    private readonly needs: Needs,
  ) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  getStatus = () => this.status;

  /** Milliseconds to add to this machine's clock to get the server's. */
  get clockOffset(): number {
    return this.lag.offset;
  }

  start() {
    if (!this.stopped) return;
    this.stopped = false;
    this.attempts = 0;
    this.connect();
    this.look();
  }

  stop() {
    this.stopped = true;
    this.needs.cancel(this.timer);
    this.needs.cancel(this.watch);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private connect() {
    const socket = this.needs.open();
    this.socket = socket;
    this.opened = false;
    this.lastHeard = this.needs.now();
    this.store.restart();
    socket.onopen = () => this.send({ subscribe: { view: 'live', filter: {}, queue: true } });
    socket.onmessage = (event) => {
      if (socket === this.socket) this.hear(String(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code);
    };
  }

  /** Tells the server what this page is like; again after each new connection. */
  setPresence(presence: Presence) {
    const before = this.presence;
    if (before?.hidden === presence.hidden && before.sound === presence.sound) return;
    this.presence = presence;
    if (this.opened) this.send({ presence });
  }

  private send(message: unknown) {
    this.socket?.send(JSON.stringify(message));
  }

  private hear(text: string) {
    let message: FeedMessage;
    try {
      message = JSON.parse(text) as FeedMessage;
    } catch {
      return;
    }
    const now = this.needs.now();
    this.lastHeard = now;
    if ('server_time' in message) this.lag.saw(Date.parse(message.server_time), now);
    switch (message.type) {
      case 'hello':
        this.opened = true;
        if (this.presence) this.send({ presence: this.presence });
        this.attempts = 0;
        break;
      case 'snapshot':
        this.store.applySnapshot(message.seq, message.rows, message.counts);
        break;
      case 'delta':
        if (
          !this.store.applyDelta(message.seq, message.upserts, message.removals, message.counts)
        ) {
          this.send({ resync: true });
        }
        break;
      case 'queue':
        this.queue.apply(message);
        break;
      case 'ping':
        this.send({ pong: message.n, painted_seq: this.store.paintedSeq });
        break;
      case 'error':
        console.warn('live feed:', message.code, message.detail);
        break;
    }
    this.show();
  }

  private closed(code: number) {
    this.socket = undefined;
    if (this.stopped) return;
    if (code === 4401) {
      this.stop();
      this.needs.signedOut();
      return;
    }
    const wait = Math.min(longestWaitMs, 1000 * 2 ** this.attempts);
    ++this.attempts;
    this.opened = false;
    this.timer = this.needs.after(() => {
      if (!this.stopped) this.connect();
    }, wait);
    this.show();
  }

  // A dead path closes no socket for minutes; silence longer than pings allow is worth saying, and
  // after a while worth a new connection.
  private look() {
    this.watch = this.needs.after(() => {
      if (this.stopped) return;
      if (this.socket && this.needs.now() - this.lastHeard > abandonAfterMs) {
        const socket = this.socket;
        this.closed(1006);
        socket.close();
      }
      this.show();
      this.look();
    }, 500);
  }

  private show() {
    const silentMs = this.needs.now() - this.lastHeard;
    let state: FeedState;
    if (!this.socket) state = this.attempts > 3 ? 'offline' : 'reconnecting';
    else if (!this.opened) state = this.attempts > 0 ? 'reconnecting' : 'connecting';
    else state = silentMs > frozenAfterMs ? 'frozen' : 'live';
    const lagMs = Math.round(this.lag.current / 100) * 100;
    const silent = Math.floor(silentMs / 1000) * 1000;
    const before = this.status;
    if (
      before.state === state &&
      before.lagMs === lagMs &&
      (state === 'live' || before.silentMs === silent)
    )
      return;
    this.status = { state, lagMs, silentMs: silent };
    for (const listener of this.listeners) listener();
  }
}
