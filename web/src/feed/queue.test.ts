import { expect, test } from 'vitest';
import type { CaseRow } from '../api/client';
import { QueueStore, type QueueMessage } from './queue';

const row = (id: string, rank: number, more: Partial<CaseRow> = {}): CaseRow => ({
  id,
  state: 'waiting',
  level: 'high',
  origin: 'engine',
  rank,
  score: 0.9,
  alerts: 1,
  calls: 1,
  victims: 1,
  live: 1,
  detected_at: `2026-03-01T10:00:0${id}.000Z`,
  latest_at: '2026-03-01T10:00:00.000Z',
  caller: '+4915112345678',
  callee: '+7701•••••67',
  trunk: 'carrier-north',
  kind: 'velocity',
  reasons: [],
  warnings: 0,
  ...more,
});

const counts = {
  waiting: 1,
  claimed: 0,
  shelved: 0,
  urgent_waiting: 0,
  overdue: 0,
  escalated: 0,
  flood: false,
  alarm: false,
};

const say = (upserts: CaseRow[], more: Partial<QueueMessage> = {}): QueueMessage => ({
  type: 'queue',
  whole: false,
  server_time: '2026-03-01T10:00:00.000Z',
  upserts,
  removals: [],
  counts,
  ...more,
});

const atOnce = (paint: () => void) => paint();

test('the queue is in order of rank, then of waiting', () => {
  const store = new QueueStore(atOnce);
  store.apply(say([row('1', 5), row('2', 9), row('3', 5)], { whole: true }));
  expect(store.getView().shown).toEqual(['2', '1', '3']);
  store.apply(say([row('3', 10)]));
  expect(store.getView().shown).toEqual(['3', '2', '1']);
  store.apply(say([], { removals: ['2'] }));
  expect(store.getView().shown).toEqual(['3', '1']);
});

test('a held list stands still; new cases wait and are counted, closed ones leave', () => {
  const store = new QueueStore(atOnce);
  store.apply(say([row('1', 5), row('2', 4)], { whole: true }));
  store.hold(true);
  store.apply(say([row('3', 9), row('2', 8)]));
  expect(store.getView().shown).toEqual(['1', '2']);
  expect(store.getView().pending).toBe(1);
  store.apply(say([], { removals: ['1'] }));
  expect(store.getView().shown).toEqual(['2']);
  store.hold(false);
  expect(store.getView().shown).toEqual(['3', '2']);
});

test('a whole message replaces what was there, and a closed case leaves at once', () => {
  const store = new QueueStore(atOnce);
  store.apply(say([row('1', 5)], { whole: true }));
  store.apply(say([row('2', 5)], { whole: true }));
  expect(store.getView().shown).toEqual(['2']);
  store.patch(row('2', 5, { state: 'closed' }));
  expect(store.getView().shown).toEqual([]);
});
