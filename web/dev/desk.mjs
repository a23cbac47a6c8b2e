// The stand-in's desk: a case of each alert, what people do to it, who is on shift.
import { calls, drop, iso, live, masked } from './world.mjs';

const cases = new Map();
const shift = [];
const limits = {
  claim: { low: [600, 1800], medium: [120, 300], high: [30, 90], urgent: [10, 30] },
  act: { low: [900, 1800], medium: [300, 600], high: [120, 240], urgent: [60, 180] },
  outcome: { low: [7200, 14400], medium: [3600, 7200], high: [1800, 3600], urgent: [1800, 3600] },
  acknowledge: { low: [3600, 7200], medium: [1800, 3600], high: [600, 1200], urgent: [120, 300] },
};
const worth = { low: 0, medium: 10, high: 20, urgent: 30 };

function clockOf(which, since, level) {
  const [amber, red] = limits[which][level];
  const at = (seconds) => iso(Date.parse(since) + seconds * 1000);
  return { which, since, amber_at: at(amber), red_at: at(red) };
}

function rowOf(it) {
  const { call, ...kept } = it;
  const row = call?.row;
  const up = call !== undefined && live.has(call);
  const { claimed_at: claimed, acted_at: acted, detected_at: detected } = it;
  const which = acted ? 'outcome' : claimed ? 'act' : 'claim';
  const waits = it.state === 'waiting' || it.state === 'claimed';
  return {
    ...kept,
    live: up ? 1 : 0,
    rank: worth[it.level] + (up ? 20 : 0),
    ...(up && row.answered_at ? { talking_since: row.answered_at } : {}),
    ...(waits ? { clock: clockOf(which, acted ?? claimed ?? detected, it.level) } : {}),
    ...(it.escalation && !it.escalation.acknowledged_at
      ? {
          escalation: {
            ...it.escalation,
            clock: clockOf('acknowledge', it.escalation.at, it.level),
          },
        }
      : {}),
    history: undefined,
  };
}

function follow() {
  for (const call of calls.values()) {
    const { row } = call;
    if (!row.alert || cases.has(row.id)) continue;
    cases.set(row.id, {
      call,
      id: row.id,
      state: 'waiting',
      level: row.alert.level,
      origin: 'engine',
      score: row.score,
      alerts: 1,
      calls: 1,
      victims: 1,
      detected_at: row.alert.at,
      latest_at: row.alert.at,
      caller: row.caller,
      caller_country: row.caller_country,
      callee: row.callee,
      trunk: row.trunk,
      kind: row.alert.kind,
      reasons: row.reasons,
      warnings: 0,
      history: [],
    });
  }
}

export function queueMessage() {
  follow();
  const open = [...cases.values()].filter((it) => it.state !== 'closed');
  const waiting = open.filter((it) => it.state === 'waiting');
  const urgent = waiting.filter((it) => it.level === 'urgent').length;
  return {
    type: 'queue',
    whole: true,
    server_time: iso(),
    upserts: open.map(rowOf),
    removals: [],
    counts: {
      waiting: waiting.length,
      claimed: open.filter((it) => it.state === 'claimed').length,
      shelved: open.filter((it) => it.state === 'shelved').length,
      urgent_waiting: urgent,
      overdue: 0,
      escalated: open.filter((it) => it.escalation).length,
      flood: false,
      alarm: urgent > 0,
    },
  };
}

function detail(it, role) {
  const { row } = it.call;
  const alike = [...live].filter((other) => other.row.caller === row.caller).slice(0, 5);
  return {
    case: rowOf(it),
    calls: [{ ...rowOf(it), call: row.id, at: it.detected_at, row: masked(row, role) }],
    history: it.history,
    past: [...cases.values()].filter((other) => other.state === 'closed').map(rowOf),
    subscriber_calls: [],
    origin: {
      claimed: row.caller_country ?? '',
      carrier: row.trunk,
      carrier_country: 'RU',
      proven: 'RU',
      proven_by: 'trunk',
    },
    siblings: {
      found: alike.length,
      live_on_trunk: [...live].filter((other) => other.row.trunk === row.trunk).length,
      items: alike.map((other) => ({ row: masked(other.row, role), same: ['number', 'range'] })),
    },
  };
}

const steps = {
  claim: (it, body, actor) => ({
    state: 'claimed',
    holder: actor,
    lease_until: iso(Date.now() + 9e4),
  }),
  release: () => ({ state: 'waiting', holder: undefined }),
  unshelve: () => ({ state: 'waiting' }),
  note: () => ({}),
  shelve: (it, body) => ({
    state: 'shelved',
    holder: undefined,
    shelved_until: iso(Date.now() + body.minutes * 60_000),
    shelf_reason: body.reason,
  }),
  escalate: (it, body, actor) => ({ escalation: { at: iso(), by: actor, reason: body.reason } }),
  acknowledge: (it, body, actor) => ({
    escalation: { ...it.escalation, acknowledged_at: iso(), acknowledged_by: actor },
  }),
  outcome: (it, body, actor) => ({
    state: 'closed',
    outcome: body.outcome,
    outcome_at: iso(),
    outcome_by: actor,
    amount: body.amount,
    bank: body.bank,
  }),
  reopen: (it, body, actor) => ({ state: 'claimed', holder: actor, outcome: undefined }),
};

function act(it, action, body, actor) {
  if (action === 'drop') drop(it.call, actor, body.cause);
  const now = iso();
  Object.assign(it, steps[action]?.(it, body, actor) ?? {});
  if (action === 'claim') it.claimed_at ??= now;
  else it.acted_at ??= now;
  const words = body.text ?? body.reason ?? body.cause ?? body.words;
  it.history.push({ at: now, actor, action, ...(words ? { words } : {}) });
}

function shiftNow() {
  const all = [...cases.values()];
  return {
    on_shift: shift.map((actor) => ({
      actor,
      name: actor.split(':')[1],
      started_at: iso(Date.now() - 36e5),
      consoles: [{ trouble: [] }],
    })),
    tally: {
      since: iso(),
      detected: all.length,
      claimed: all.filter((it) => it.claimed_at).length,
      claimed_in_time: all.filter((it) => it.claimed_at).length,
      warned: 0,
      dissuaded: all.filter((it) => it.outcome === 'dissuaded').length,
      paid: 0,
      false_alarms: all.filter((it) => it.outcome === 'false_alarm').length,
      unattended: 0,
      closed: all.filter((it) => it.state === 'closed').length,
    },
    handovers: [],
  };
}

/** The answer to a request of the desk, or nothing when it is none. */
export function answerDesk(method, path, body, user) {
  const actor = `${user.role}:${user.name}`;
  if (path === '/api/v1/desk/shift') {
    if (body.step === 'start' && !shift.includes(actor)) shift.push(actor);
    if (body.step === 'end') shift.splice(shift.indexOf(actor), 1);
    return shiftNow();
  }
  const one = /^\/api\/v1\/desk\/cases\/([0-9a-f]{16})(?:\/([a-z-]+))?$/.exec(path);
  const it = one ? cases.get(one[1]) : undefined;
  if (!it) return undefined;
  if (one[2] === undefined) return detail(it, user.role);
  if (one[2] === 'open-number') return { ...it.call.full, opened_at: iso() };
  act(it, one[2], body, actor);
  if (one[2] !== 'drop') return rowOf(it);
  const items = [{ call: it.call.row.id, state: 'requested' }];
  return { drop: it.id, requested_at: iso(), actor, cause: body.cause, requested: 1, items };
}
