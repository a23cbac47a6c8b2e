// The last minutes of each trunk's calls per second, kept in this tab only.

import type { Trunk } from '../api/client';

export const historySpan = 90;

const history = new Map<string, number[]>();
let lastAt = 0;

/** Adds one sample per trunk; samples closer than a second are the same answer seen twice. */
export function remember(trunks: readonly Trunk[], at: number) {
  if (at - lastAt < 1000) return;
  lastAt = at;
  const known = new Set(trunks.map((trunk) => trunk.name));
  for (const name of history.keys()) if (!known.has(name)) history.delete(name);
  for (const trunk of trunks) {
    const values = history.get(trunk.name) ?? [];
    history.set(trunk.name, [...values, trunk.calls_per_second].slice(-historySpan));
  }
}

export const historyOf = (name: string): readonly number[] => history.get(name) ?? [];
