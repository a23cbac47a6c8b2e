// The desk's queue on this screen, outside React: open cases in the order of their rank. Rows
// never move under a pointer or the cursor: while the list is held known rows change in place and
// new ones wait and are counted.

import type { CaseRow, DeskCounts } from '../api/client';

export interface QueueView {
  shown: readonly string[];
  pending: number;
  total: number;
  counts: DeskCounts;
  ready: boolean;
  version: number;
}

export interface QueueMessage {
  type: 'queue';
  whole: boolean;
  server_time: string;
  upserts: CaseRow[];
  removals: string[];
  counts: DeskCounts;
}

export type CaseFilter = (row: CaseRow) => boolean;
type Schedule = (paint: () => void) => void;

const noCounts: DeskCounts = {
  waiting: 0,
  claimed: 0,
  shelved: 0,
  urgent_waiting: 0,
  overdue: 0,
  escalated: 0,
  flood: false,
  alarm: false,
};

/** Greater rank first, then the one that waits longest. */
export function earlierCase(a: CaseRow, b: CaseRow): number {
  if (a.rank !== b.rank) return b.rank - a.rank;
  return a.detected_at < b.detected_at ? -1 : a.detected_at > b.detected_at ? 1 : 0;
}

export class QueueStore {
  private rows = new Map<string, CaseRow>();
  private filter: CaseFilter = () => true;
  private held = false;
  private ready = false;
  private scheduled = false;
  private counts = noCounts;
  private listeners = new Set<() => void>();
  private view: QueueView = {
    shown: [],
    pending: 0,
    total: 0,
    counts: noCounts,
    ready: false,
    version: 0,
  };

  constructor(private readonly schedule: Schedule) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  getView = () => this.view;

  row(id: string): CaseRow | undefined {
    return this.rows.get(id);
  }

  all(): CaseRow[] {
    return [...this.rows.values()];
  }

  apply(message: QueueMessage) {
    if (message.whole) this.rows.clear();
    for (const row of message.upserts) this.rows.set(row.id, row);
    for (const id of message.removals) this.rows.delete(id);
    this.counts = message.counts;
    this.ready = true;
    this.changed();
  }

  /** One row as an answer of the server has it, before the feed says so. */
  patch(row: CaseRow) {
    if (row.state === 'closed') this.rows.delete(row.id);
    else this.rows.set(row.id, row);
    this.changed();
  }

  setFilter(filter: CaseFilter) {
    this.filter = filter;
    this.paint(true);
  }

  hold(held: boolean) {
    if (held === this.held) return;
    this.held = held;
    if (!held) this.paint(true);
  }

  release() {
    this.paint(true);
  }

  reset() {
    this.rows.clear();
    this.ready = false;
    this.counts = noCounts;
    this.paint(true);
  }

  private changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      this.paint(!this.held);
    });
  }

  private paint(anew: boolean) {
    let shown: readonly string[];
    let pending = 0;
    if (anew) {
      shown = this.all()
        .filter((row) => this.filter(row))
        .sort(earlierCase)
        .map((row) => row.id);
    } else {
      shown = this.view.shown.filter((id) => this.rows.has(id));
      const known = new Set(shown);
      for (const [id, row] of this.rows) if (!known.has(id) && this.filter(row)) ++pending;
    }
    this.view = {
      shown,
      pending,
      total: this.rows.size,
      counts: this.counts,
      ready: this.ready,
      version: this.view.version + 1,
    };
    for (const listener of this.listeners) listener();
  }
}
