// The calls of the stand-in and what happens to them.
import { advance, finish, makeCall } from './simulate.mjs';
import { random } from './stories.mjs';

export const rate = Number(process.env.MOCK_RATE ?? 4);
export const trouble = process.env.MOCK_TROUBLE === '1';
export const started = Date.now();
export const iso = (at = Date.now()) => new Date(at).toISOString();
export const calls = new Map();
export const live = new Set();
/** Calls that changed since the last delta. */
export const pending = new Set();
export const journal = { seq: 0 };

export function add(at) {
  const call = makeCall(at);
  calls.set(call.row.id, call);
  if (!call.row.ended_at) live.add(call);
  ++journal.seq;
  return call;
}

for (let at = started - 15 * 60_000; at < started; at += (1000 / rate) * (0.4 + random() * 1.2)) {
  const call = add(Math.floor(at));
  for (let now = at; now < started && live.has(call); now += 4000) {
    advance(call, now);
    if (call.row.ended_at) live.delete(call);
  }
}

export function counts() {
  const since = Date.now() - 60_000;
  const minute = [...calls.values()].filter((call) => Date.parse(call.row.started_at) > since);
  return {
    live: live.size,
    arrived_per_minute: minute.length,
    refused_per_minute: minute.filter((call) => call.row.verdict === 'block').length,
    would_refuse_per_minute: minute.filter(
      (call) => call.row.would === 'block' && call.row.verdict !== 'block',
    ).length,
    alerts_live: [...live].filter((call) => call.row.alert).length,
  };
}

export const masked = (row, role) =>
  role === 'engineer' && row.caller
    ? { ...row, caller: row.caller.replace(/^(\+?.{4}).*(..)$/, '$1•••••$2') }
    : row;

export function drop(call, actor, cause) {
  const tell = (state, caller_ended, callee_ended) => {
    call.row.teardown = { state, caller_ended, callee_ended, at: iso(), actor, cause };
    call.teardown.push(call.row.teardown);
    pending.add(call);
  };
  tell('requested', false, false);
  const at = () => Date.now() - Date.parse(call.row.started_at);
  setTimeout(() => {
    tell('sent', false, false);
    call.say(at(), 'caller', 'sent', 'BYE', undefined, 101);
    call.say(at(), 'callee', 'sent', 'BYE', undefined, 102);
  }, 60);
  setTimeout(() => {
    tell('callee_ended', false, true);
    call.say(at(), 'callee', 'received', 'BYE', 200, 102);
  }, 400);
  setTimeout(() => {
    call.say(at(), 'caller', 'received', 'BYE', 200, 101);
    tell('caller_ended', true, true);
    tell('confirmed', true, true);
    live.delete(call);
    finish(call, Date.now(), 'centre', 200);
  }, 900);
}

export function list(query) {
  let rows = [...calls.values()].map((call) => call.row).reverse();
  const number = query.number_prefix?.replace(/^\+/, '');
  rows = rows.filter(
    (row) =>
      (!query.enforced || row.verdict === query.enforced) &&
      (!query.would || row.would === query.would) &&
      (!query.trunk || row.trunk === query.trunk) &&
      (!query.before || row.id < query.before) &&
      (!query.from || row.started_at >= query.from) &&
      (!query.to || row.started_at < query.to) &&
      (!number ||
        row.caller.startsWith(`+${number}`) ||
        calls.get(row.id).full.callee.startsWith(`+${number}`)),
  );
  const limit = Number(query.limit ?? 100);
  const items = rows.slice(0, limit);
  return { items, ...(rows.length > limit ? { next: items[items.length - 1].id } : {}) };
}
