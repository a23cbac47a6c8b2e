import { expect, test } from 'vitest';
import type { Teardown } from '../api/client';
import { tellTeardown, withNewest } from './teardown';

const at = (n: number) => `2026-03-01T10:00:0${n}.000Z`;
const step = (
  state: Teardown['state'],
  n: number,
  caller = false,
  callee = false,
  more: Partial<Teardown> = {},
): Teardown => ({ state, at: at(n), caller_ended: caller, callee_ended: callee, ...more });

const asked = step('requested', 0, false, false, { actor: 'operator:operator', cause: 'scam' });

test('the whole way to confirmed', () => {
  const way = [
    asked,
    step('sent', 1),
    step('callee_ended', 2, false, true),
    step('caller_ended', 3, true, true),
    step('confirmed', 3, true, true),
  ];
  const headlines = way.map((_, n) => tellTeardown(way.slice(0, n + 1))!.headline);
  expect(headlines).toEqual([
    'drop.requested',
    'drop.sent',
    'drop.callee_ended',
    'drop.callee_ended',
    'drop.confirmed',
  ]);
  const story = tellTeardown(way)!;
  expect(story.outcome).toBe('confirmed');
  expect(story.steps.map((one) => [one.key, one.done, one.at])).toEqual([
    ['drop.requested', true, at(0)],
    ['drop.sent', true, at(1)],
    ['drop.caller_ended', true, at(3)],
    ['drop.callee_ended', true, at(2)],
  ]);
  expect([story.actor, story.cause]).toEqual(['operator:operator', 'scam']);
});

test('a failure names the leg that did not end, and why', () => {
  const failed = (caller: boolean, callee: boolean, failure = 'timeout') =>
    tellTeardown([asked, step('sent', 1), step('failed', 6, caller, callee, { failure })])!;
  expect(failed(true, false).headline).toBe('drop.failed_callee');
  expect(failed(false, true).headline).toBe('drop.failed_caller');
  expect(failed(false, false).headline).toBe('drop.failed_both');
  expect(failed(false, false, 'call is not live').headline).toBe('drop.failed_not_live');
  expect(failed(false, false, 'no such live call').headline).toBe('drop.failed_not_live');
  const watched = 'the call is only watched: nothing was sent';
  expect(failed(false, false, watched).headline).toBe('drop.failed_watched');
  expect(failed(true, false).failure).toBe('timeout');
  expect(failed(true, false).outcome).toBe('failed');
});

test('the feed may be ahead of the answer, never behind', () => {
  const records = [asked, step('sent', 1)];
  expect(withNewest(records, step('confirmed', 2, true, true)).length).toBe(3);
  expect(withNewest(records, asked).length).toBe(2);
  expect(withNewest(records, undefined)).toEqual(records);
  expect(tellTeardown([])).toBeNull();
});
