import { expect, test } from 'vitest';
import type { CallRow } from '../api/client';
import { callClock, haystack, makeFilter, reasonsOf, scoreOf, toneOf } from './live-filter';

const row = (more: Partial<CallRow> = {}): CallRow => ({
  id: '00064c1a2b3c4d5e',
  started_at: '2026-03-01T10:00:00.000Z',
  trunk: 'carrier-north',
  caller: '+74951234567',
  caller_country: 'RU',
  callee: '+7701•••••67',
  callee_country: 'KZ',
  verdict: 'pass',
  would: 'pass',
  enforced: true,
  score: 0,
  reasons: [],
  state: 'ringing',
  ...more,
});
const text = (one: CallRow) => haystack(one, 'en', () => 'Dialling fast');

test('filters', () => {
  const shadow = row({ would: 'block', enforced: false, state: 'answered' });
  const refused = row({ verdict: 'block', would: 'block', state: 'refused' });
  const alerted = row({
    alert: { kind: 'x', level: 'high', at: '2026-03-01T10:00:00.000Z' },
    state: 'ended',
  });
  const names = ['all', 'live', 'refused', 'alerted'] as const;
  const table = names.map((name) =>
    [row(), shadow, refused, alerted].map(makeFilter(name, '', text)),
  );
  expect(table).toEqual([
    [true, true, true, true],
    [true, true, false, false],
    [false, true, true, false],
    [false, false, false, true],
  ]);
});

test('search finds digits with or without spaces, words, countries and reasons', () => {
  const finds = (search: string) => makeFilter('all', search, text)(row());
  expect(['+7 495 123', '495123', 'north', 'russia', 'dialling', 'RU fast'].map(finds)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['+7 496', 'west', 'germany'].map(finds)).toEqual([false, false, false]);
});

test('the clock counts talk, else waiting, and stops', () => {
  const now = Date.parse('2026-03-01T10:01:00Z');
  expect(callClock(row(), now)).toBe(60_000);
  expect(callClock(row({ state: 'answered', answered_at: '2026-03-01T10:00:30Z' }), now)).toBe(
    30_000,
  );
  expect(
    callClock(
      row({
        state: 'ended',
        answered_at: '2026-03-01T10:00:30Z',
        ended_at: '2026-03-01T10:00:40Z',
      }),
      now,
    ),
  ).toBe(10_000);
  expect(callClock(row({ state: 'refused' }), now)).toBeNull();
});

test('an urgent alert colours the row only while the call goes on', () => {
  const alert = { kind: 'x', level: 'urgent', at: '2026-03-01T10:00:00Z' } as const;
  expect(toneOf(row({ alert, state: 'answered' }))).toBe('urgent');
  expect(toneOf(row({ alert, state: 'ended' }))).toBe('alert');
  expect(toneOf(row({ verdict: 'block', state: 'refused' }))).toBe('block');
  expect(toneOf(row())).toBeUndefined();
});

test('what raised the alert during the call comes first, nothing twice', () => {
  const seen = (detector: number) => ({ detector, weight: 1, observed: 1, threshold: 1 });
  const alert = {
    kind: 'x',
    level: 'urgent',
    at: '2026-03-01T10:00:00Z',
    score: 0.7,
    reasons: [seen(9), seen(2)],
  } as const;
  const late = row({
    reasons: [seen(1), seen(2)],
    score: 0.1,
    alert: { ...alert, reasons: [...alert.reasons] },
  });
  expect(reasonsOf(late).map((reason) => reason.detector)).toEqual([9, 2, 1]);
  expect(scoreOf(late)).toBe(0.7);
  expect(scoreOf(row({ score: 0.4 }))).toBe(0.4);
});
