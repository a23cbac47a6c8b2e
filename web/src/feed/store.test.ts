import { beforeEach, describe, expect, test } from 'vitest';
import { LiveStore } from './store';
import type { CallRow, FeedCounts } from './types';

const counts: FeedCounts = {
  live: 1,
  arrived_per_minute: 2,
  refused_per_minute: 3,
  would_refuse_per_minute: 4,
  unlisted_per_minute: 0,
  alerts_live: 5,
};
const id = (n: number) => n.toString(16).padStart(16, '0');
const row = (n: number, more: Partial<CallRow> = {}): CallRow => ({
  id: id(n),
  started_at: '2026-03-01T10:00:00.000Z',
  trunk: 'carrier-north',
  caller: '+74951234567',
  callee: '+7701•••••67',
  verdict: 'pass',
  would: 'pass',
  enforced: true,
  score: 0,
  reasons: [],
  state: 'ringing',
  ...more,
});

let frames: (() => void)[];
let store: LiveStore;
let painted: number;

const frame = () => {
  const due = frames;
  frames = [];
  for (const paint of due) paint();
};

beforeEach(() => {
  frames = [];
  painted = 0;
  store = new LiveStore((paint) => frames.push(paint));
  store.subscribe(() => ++painted);
});

describe('order of messages', () => {
  test('a snapshot, then deltas in order', () => {
    store.applySnapshot(1, [row(1), row(2)], counts);
    expect(store.applyDelta(2, [row(3)], [id(1)])).toBe(true);
    frame();
    expect(store.getView().shown).toEqual([id(3), id(2)]);
    expect(store.getView().counts).toEqual(counts);
  });

  test('a gap asks for a new snapshot once and ignores deltas until it comes', () => {
    store.applySnapshot(1, [row(1)], counts);
    expect(store.applyDelta(3, [row(9)], [])).toBe(false);
    expect(store.applyDelta(4, [row(8)], [])).toBe(true);
    frame();
    expect(store.getView().shown).toEqual([id(1)]);
    store.applySnapshot(5, [row(1), row(8), row(9)], counts);
    expect(store.applyDelta(6, [row(10)], [])).toBe(true);
    frame();
    expect(store.getView().shown).toEqual([id(10), id(9), id(8), id(1)]);
  });

  test('an old or repeated delta is a gap too', () => {
    store.applySnapshot(5, [row(1)], counts);
    expect(store.applyDelta(5, [row(2)], [])).toBe(false);
  });

  test('a snapshot replaces everything', () => {
    store.applySnapshot(1, [row(1), row(2)], counts);
    frame();
    store.applySnapshot(2, [row(3)], counts);
    frame();
    expect(store.getView().shown).toEqual([id(3)]);
    expect(store.row(id(1))).toBeUndefined();
  });

  test('after a new connection the old rows stay until the snapshot', () => {
    store.applySnapshot(7, [row(1)], counts);
    frame();
    store.restart();
    expect(store.applyDelta(1, [row(2)], [])).toBe(true);
    expect(store.getView().shown).toEqual([id(1)]);
    store.applySnapshot(1, [row(2)], counts);
    frame();
    expect(store.getView().shown).toEqual([id(2)]);
  });
});

describe('painting', () => {
  test('many deltas are one paint', () => {
    store.applySnapshot(1, [], counts);
    for (let n = 2; n <= 100; ++n) store.applyDelta(n, [row(n)], []);
    expect(frames.length).toBe(1);
    expect(painted).toBe(0);
    frame();
    expect(painted).toBe(1);
    expect(store.getView().shown.length).toBe(99);
  });

  test('painted seq follows the screen, not the wire', () => {
    store.applySnapshot(1, [], counts);
    frame();
    store.applyDelta(2, [row(1)], []);
    expect(store.paintedSeq).toBe(1);
    frame();
    expect(store.paintedSeq).toBe(2);
  });

  test('memory is bounded: the oldest rows go', () => {
    const small = new LiveStore((paint) => paint(), 10);
    small.applySnapshot(
      1,
      Array.from({ length: 25 }, (_, n) => row(n)),
      counts,
    );
    expect(small.getView().total).toBe(10);
    expect(small.getView().shown[0]).toBe(id(24));
  });
});

describe('a held table', () => {
  beforeEach(() => {
    store.applySnapshot(1, [row(1), row(2), row(3)], counts);
    frame();
    store.hold(true);
    frame();
  });

  test('new rows wait and are counted, known ones change in place', () => {
    store.applyDelta(2, [row(4), row(5), row(2, { state: 'answered' })], []);
    frame();
    expect(store.getView().shown).toEqual([id(3), id(2), id(1)]);
    expect(store.getView().pending).toBe(2);
    expect(store.row(id(2))?.state).toBe('answered');
  });

  test('rows that are gone keep their place until release', () => {
    store.applyDelta(2, [], [id(2)]);
    frame();
    expect(store.getView().shown).toEqual([id(3), id(2), id(1)]);
    expect(store.isGone(id(2))).toBe(true);
    store.hold(false);
    expect(store.getView().shown).toEqual([id(3), id(1)]);
    expect(store.row(id(2))).toBeUndefined();
  });

  test('a resync moves nothing either', () => {
    store.applySnapshot(9, [row(3), row(7)], counts);
    frame();
    expect(store.getView().shown).toEqual([id(3), id(2), id(1)]);
    expect(store.getView().pending).toBe(1);
    store.hold(false);
    expect(store.getView().shown).toEqual([id(7), id(3)]);
  });

  test('rows that stop matching the filter stay until release', () => {
    store.setFilter((one) => one.state === 'ringing');
    store.applyDelta(2, [row(2, { state: 'ended' })], []);
    frame();
    expect(store.getView().shown).toContain(id(2));
    store.release();
    expect(store.getView().shown).not.toContain(id(2));
  });

  test('release lets waiting rows in once and keeps holding', () => {
    store.applyDelta(2, [row(4)], []);
    frame();
    store.release();
    expect(store.getView().shown[0]).toBe(id(4));
    expect(store.getView().pending).toBe(0);
    store.applyDelta(3, [row(5)], []);
    frame();
    expect(store.getView().shown[0]).toBe(id(4));
    expect(store.getView().pending).toBe(1);
  });
});

test('new rows and changes are told with what was before', () => {
  const told: [string, boolean][] = [];
  store.onUpsert = (one, before) => told.push([one.id, before !== undefined]);
  store.applySnapshot(1, [row(1)], counts);
  store.applyDelta(2, [row(1), row(2)], []);
  expect(told).toEqual([
    [id(1), true],
    [id(2), false],
  ]);
});
