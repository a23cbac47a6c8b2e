// The one feed of this tab and React's windows onto it.

import { useSyncExternalStore } from 'react';
import { FeedConnection, type FeedStatus, type Socket } from './connection';
import { QueueStore, type QueueView } from './queue';
import { LiveStore, type LiveView } from './store';
import type { CaseRow } from '../api/client';
import type { CallRow } from './types';

// Hidden tabs get no frames; a slow timer keeps the store from growing unpainted.
const perFrame = (paint: () => void) => {
  if (document.hidden) setTimeout(paint, 1000);
  else requestAnimationFrame(paint);
};

export const liveStore = new LiveStore(perFrame);
export const queueStore = new QueueStore(perFrame);

let signedOut: () => void = () => undefined;

export function whenFeedSignedOut(action: () => void) {
  signedOut = action;
}

function openSocket(): Socket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${location.host}/api/v1/live`) as unknown as Socket;
}

export const connection = new FeedConnection(liveStore, queueStore, {
  open: openSocket,
  now: () => Date.now(),
  after: (action, milliseconds) => setTimeout(action, milliseconds),
  cancel: (timer) => clearTimeout(timer as number),
  signedOut: () => signedOut(),
});

export function useLiveView(): LiveView {
  return useSyncExternalStore(liveStore.subscribe, liveStore.getView);
}

/** The newest state of one call, if the feed has it. */
export function useLiveRow(id: string): CallRow | undefined {
  return useSyncExternalStore(liveStore.subscribe, () => liveStore.row(id));
}

export function useQueue(): QueueView {
  return useSyncExternalStore(queueStore.subscribe, queueStore.getView);
}

/** The newest state of one open case. */
export function useCaseRow(id: string): CaseRow | undefined {
  return useSyncExternalStore(queueStore.subscribe, () => queueStore.row(id));
}

export function useFeedStatus(): FeedStatus {
  return useSyncExternalStore(connection.subscribe, connection.getStatus);
}

export const serverNow = () => Date.now() + connection.clockOffset;

// One timer for every clock on the screen.
const clocks = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let second = Math.floor(Date.now() / 1000);

function subscribeClock(changed: () => void) {
  clocks.add(changed);
  ticking ??= setInterval(() => {
    second = Math.floor(Date.now() / 1000);
    for (const tick of clocks) tick();
  }, 1000);
  return () => {
    clocks.delete(changed);
    if (clocks.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** The server's time, renewed every second. */
export function useServerNow(): number {
  useSyncExternalStore(subscribeClock, () => second);
  return serverNow();
}
