// The live calls of this screen, outside React. The feed may bring hundreds of updates a second;
// the store takes them all and tells React at most once per frame.
//
// Rows never move under a pointer or a cursor: while the table is held, known rows change in place,
// new ones wait and are counted, and rows that are gone stay until the table is let go.

import type { CallRow, FeedCounts } from './types';

export interface LiveView {
  /** Ids in the order shown, newest first. */
  shown: readonly string[];
  /** Matching rows that wait because the table is held. */
  pending: number;
  /** Rows known, shown or not. */
  total: number;
  counts: FeedCounts;
  held: boolean;
  ready: boolean;
  version: number;
}

export type RowFilter = (row: CallRow) => boolean;
type Schedule = (paint: () => void) => void;

const noCounts: FeedCounts = {
  live: 0,
  arrived_per_minute: 0,
  refused_per_minute: 0,
  would_refuse_per_minute: 0,
  unlisted_per_minute: 0,
  alerts_live: 0,
};

/** Newest first: ids are the arrival time in sixteen hexadecimal digits. */
const newestFirst = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0);

export class LiveStore {
  private rows = new Map<string, CallRow>();
  private gone = new Set<string>(); // removed by the server, still shown while held
  private seq = 0;
  private filter: RowFilter = () => true;
  private held = false;
  private listeners = new Set<() => void>();
  private scheduled = false;
  private dirty = false;
  private counts = noCounts;
  private view: LiveView = {
    shown: [],
    pending: 0,
    total: 0,
    counts: noCounts,
    held: false,
    ready: false,
    version: 0,
  };
  private ready = false;
  private awaitingSnapshot = true;
  private paintedSeqValue = 0;
  /** Told about rows as they come; for announcements. */
  onUpsert: ((row: CallRow, before: CallRow | undefined) => void) | undefined;

  constructor(
    private readonly schedule: Schedule,
    private readonly limit = 10_000,
  ) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  getView = () => this.view;

  row(id: string): CallRow | undefined {
    return this.rows.get(id);
  }

  isGone(id: string): boolean {
    return this.gone.has(id);
  }

  /** The whole view anew. Rows that are shown and held keep their place. */
  applySnapshot(seq: number, rows: readonly CallRow[], counts?: FeedCounts) {
    if (this.ready) {
      for (const row of rows) this.onUpsert?.(row, this.rows.get(row.id));
    }
    const fresh = new Map(rows.map((row) => [row.id, row]));
    const keep = new Set(this.held ? this.view.shown : []);
    for (const id of this.rows.keys()) {
      if (fresh.has(id)) continue;
      if (keep.has(id)) this.gone.add(id);
      else this.rows.delete(id);
    }
    for (const [id, row] of fresh) {
      this.rows.set(id, row);
      this.gone.delete(id);
    }
    this.seq = seq;
    this.ready = true;
    this.awaitingSnapshot = false;
    if (counts) this.counts = counts;
    this.trim();
    this.changed();
  }

  /**
   * False when a delta is missing: the caller asks for a new snapshot, and deltas are ignored until
   * it has come.
   */
  applyDelta(
    seq: number,
    upserts: readonly CallRow[],
    removals: readonly string[],
    counts?: FeedCounts,
  ): boolean {
    if (this.awaitingSnapshot) return true;
    if (seq !== this.seq + 1) {
      this.awaitingSnapshot = true;
      return false;
    }
    this.seq = seq;
    for (const row of upserts) {
      this.onUpsert?.(row, this.rows.get(row.id));
      this.rows.set(row.id, row);
      this.gone.delete(row.id);
    }
    const keep = this.held && removals.length > 0 ? new Set(this.view.shown) : undefined;
    for (const id of removals) {
      if (keep?.has(id)) this.gone.add(id);
      else this.rows.delete(id);
    }
    if (counts) this.counts = counts;
    this.trim();
    this.changed();
    return true;
  }

  /** One row changed by this browser's own action, before the feed says so. */
  patch(id: string, change: Partial<CallRow>) {
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.set(id, { ...row, ...change });
    this.changed();
  }

  /** The connection is new: its numbers start anew. Rows stay on the screen until the snapshot. */
  restart() {
    this.awaitingSnapshot = true;
    this.paintedSeqValue = 0;
  }

  /** Newest `seq` that has been handed to the screen. */
  get paintedSeq(): number {
    return this.paintedSeqValue;
  }

  setFilter(filter: RowFilter) {
    this.filter = filter;
    this.rebuild();
  }

  hold(held: boolean) {
    if (held === this.held) return;
    this.held = held;
    if (held) this.changed();
    else this.rebuild();
  }

  /** Lets waiting rows in once without letting go of the table. */
  release() {
    this.rebuild();
  }

  reset() {
    this.rows.clear();
    this.gone.clear();
    this.ready = false;
    this.awaitingSnapshot = true;
    this.seq = 0;
    this.counts = noCounts;
    this.rebuild();
  }

  private rebuild() {
    for (const id of this.gone) this.rows.delete(id);
    this.gone.clear();
    this.view = { ...this.view, shown: this.matching() };
    this.paintNow();
  }

  private matching(): string[] {
    const ids: string[] = [];
    for (const [id, row] of this.rows) if (this.filter(row)) ids.push(id);
    return ids.sort(newestFirst);
  }

  private trim() {
    if (this.rows.size <= this.limit) return;
    const oldest = [...this.rows.keys()].sort(newestFirst).slice(this.limit);
    const keep = this.held ? new Set(this.view.shown) : undefined;
    for (const id of oldest) if (!keep?.has(id)) this.rows.delete(id);
  }

  private changed() {
    this.dirty = true;
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      if (this.dirty) this.paint();
    });
  }

  private paint() {
    if (!this.held) {
      this.paintNow(this.matching());
      return;
    }
    const known = new Set(this.view.shown);
    let pending = 0;
    for (const [id, row] of this.rows) if (!known.has(id) && this.filter(row)) ++pending;
    this.paintNow(this.view.shown, pending);
  }

  private paintNow(shown: readonly string[] = this.view.shown, pending = 0) {
    this.dirty = false;
    this.paintedSeqValue = this.awaitingSnapshot ? this.paintedSeqValue : this.seq;
    this.view = {
      shown,
      pending,
      total: this.rows.size,
      counts: this.counts,
      held: this.held,
      ready: this.ready,
      version: this.view.version + 1,
    };
    for (const listener of this.listeners) listener();
  }
}
