// Messages of the live feed, schema 1 (api/live-feed.md).

import type { CallRow } from '../api/client';
import type { QueueMessage } from './queue';

export type { CallRow };

export interface FeedCounts {
  live: number;
  arrived_per_minute: number;
  refused_per_minute: number;
  would_refuse_per_minute: number;
  unlisted_per_minute: number;
  alerts_live: number;
}

export interface Hello {
  type: 'hello';
  schema: number;
  seq: number;
  server_time: string;
  demonstration: boolean;
}

export interface Snapshot {
  type: 'snapshot';
  seq: number;
  view: string;
  journal_seq: number;
  server_time: string;
  rows: CallRow[];
  counts: FeedCounts;
}

export interface Delta {
  type: 'delta';
  seq: number;
  journal_seq: number;
  server_time: string;
  upserts: CallRow[];
  removals: string[];
  counts: FeedCounts;
}

export interface Ping {
  type: 'ping';
  n: number;
  server_time: string;
}

export interface FeedError {
  type: 'error';
  code: string;
  detail: string;
}

export type FeedMessage = Hello | Snapshot | Delta | Ping | FeedError | QueueMessage;
