import type { CallRow, Reason } from '../api/client';
import { countryName } from '../format/countries';
import type { Language } from '../format/format';

export type LiveFilterName = 'all' | 'live' | 'refused' | 'alerted';
export const liveFilters: readonly LiveFilterName[] = ['all', 'live', 'refused', 'alerted'];

export const isOver = (row: Pick<CallRow, 'state'>) =>
  row.state === 'ended' || row.state === 'refused' || row.state === 'redirected';

const byName: Record<LiveFilterName, (row: CallRow) => boolean> = {
  all: () => true,
  live: (row) => !isOver(row),
  refused: (row) => row.verdict === 'block' || row.would === 'block',
  alerted: (row) => row.alert !== undefined,
};

/** Everything of a row a person may type to find it, in lower case; digits also without spaces. */
export function haystack(
  row: CallRow,
  language: Language,
  reasons: (row: CallRow) => string,
): string {
  const countries = [row.caller_country, row.callee_country].map((code) =>
    code ? `${code} ${countryName(code, language)}` : '',
  );
  return [row.caller, row.callee, row.trunk, row.rule ?? '', row.id, ...countries, reasons(row)]
    .join('\n')
    .toLocaleLowerCase();
}

export function makeFilter(
  name: LiveFilterName,
  search: string,
  text: (row: CallRow) => string,
): (row: CallRow) => boolean {
  const base = byName[name];
  const wanted = search.trim().toLocaleLowerCase();
  if (!wanted) return base;
  const words = wanted.split(/\s+/);
  const digits = /^[+\d\s()•-]+$/.test(wanted) ? wanted.replace(/[^\d+]/g, '') : '';
  return (row) => {
    if (!base(row)) return false;
    const all = text(row);
    return (digits !== '' && all.includes(digits)) || words.every((word) => all.includes(word));
  };
}

/** Talk time once answered, else the time since the INVITE while it goes on; null when never. */
export function callClock(row: CallRow, now: number): number | null {
  const at = (time: string | undefined) => (time ? Date.parse(time) : NaN);
  if (row.answered_at) {
    const end = at(row.ended_at);
    return Math.max(0, (Number.isNaN(end) ? now : end) - at(row.answered_at));
  }
  return isOver(row) ? null : Math.max(0, now - at(row.started_at));
}

/** What speaks against the call now: what raised its newest alert, then what screening saw. */
export function reasonsOf(row: Pick<CallRow, 'reasons' | 'alert'>): readonly Reason[] {
  const raised = row.alert?.reasons ?? [];
  const known = new Set(raised.map((reason) => reason.detector));
  return [...raised, ...row.reasons.filter((reason) => !known.has(reason.detector))];
}

/** The probability as it is known now: an alert during the call may have raised it. */
export const scoreOf = (row: Pick<CallRow, 'score' | 'alert'>) =>
  Math.max(row.score, row.alert?.score ?? 0);

export type RowTone = 'urgent' | 'alert' | 'block' | undefined;

export function toneOf(row: CallRow): RowTone {
  if (row.alert?.level === 'urgent' && !isOver(row)) return 'urgent';
  if (row.verdict === 'block') return 'block';
  return row.alert ? 'alert' : undefined;
}
