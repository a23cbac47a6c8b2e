import type { Teardown } from '../api/client';
import type { TextKey } from '../i18n/en';

export interface TeardownStep {
  key: TextKey;
  done: boolean;
  at?: string;
}

export interface TeardownStory {
  steps: TeardownStep[];
  outcome: 'running' | 'confirmed' | 'failed';
  /** What came of it, in words. */
  headline: TextKey;
  actor?: string | undefined;
  cause?: string | undefined;
  failure?: string | undefined;
}

const notLive = /not[ _]live|no such live|no longer|already/i;
const onlyWatched = /only watched/i;

function failureWords(last: Teardown): TextKey {
  if (last.failure && notLive.test(last.failure)) return 'drop.failed_not_live';
  if (last.failure && onlyWatched.test(last.failure)) return 'drop.failed_watched';
  if (last.caller_ended && last.callee_ended) return 'drop.failed';
  if (last.caller_ended) return 'drop.failed_callee';
  if (last.callee_ended) return 'drop.failed_caller';
  return 'drop.failed_both';
}

/** The steps of a drop as a person follows them, whatever order the records came in. */
export function tellTeardown(records: readonly Teardown[]): TeardownStory | null {
  const last = records[records.length - 1];
  if (!last) return null;
  const when = (test: (record: Teardown) => boolean) => records.find(test)?.at;
  const step = (key: TextKey, done: boolean, at: string | undefined): TeardownStep =>
    at === undefined ? { key, done } : { key, done, at };
  const sentAt =
    when((record) => record.state === 'sent') ??
    when((record) => record.state !== 'requested' && record.state !== 'failed');
  const requester = records.find((record) => record.state === 'requested') ?? last;
  const steps = [
    step('drop.requested', true, records[0]?.at),
    step('drop.sent', sentAt !== undefined, sentAt),
    step(
      'drop.caller_ended',
      last.caller_ended,
      when((record) => record.caller_ended),
    ),
    step(
      'drop.callee_ended',
      last.callee_ended,
      when((record) => record.callee_ended),
    ),
  ];
  const outcome = last.state === 'confirmed' || last.state === 'failed' ? last.state : 'running';
  const newest = [...steps].reverse().find((one) => one.done)?.key ?? 'drop.requested';
  return {
    steps,
    outcome,
    headline:
      outcome === 'confirmed'
        ? 'drop.confirmed'
        : outcome === 'failed'
          ? failureWords(last)
          : newest,
    actor: requester.actor ?? last.actor,
    cause: requester.cause,
    failure:
      outcome === 'failed'
        ? (last.failure ?? (last === requester ? undefined : last.cause))
        : undefined,
  };
}

/** Detail's list with the feed's newest state after it, when the feed is ahead. */
export function withNewest(records: readonly Teardown[], newest: Teardown | undefined): Teardown[] {
  const all = [...records];
  const last = all[all.length - 1];
  if (
    newest &&
    (!last ||
      Date.parse(newest.at) > Date.parse(last.at) ||
      (newest.at === last.at && newest.state !== last.state && last.state !== 'confirmed'))
  ) {
    all.push(newest);
  }
  return all;
}
