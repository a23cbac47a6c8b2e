// Invented traffic for looking at the console without a centre: one seed, one story.
import { trunks } from './cast.mjs';
import {
  digits,
  foreign,
  kzFixed,
  kzMobile,
  mask,
  pick,
  random,
  reason,
  story,
} from './stories.mjs';

let lastKey = 0;
function newId(at) {
  lastKey = Math.max(lastKey + 1, at * 1000);
  return lastKey.toString(16).padStart(16, '0');
}

function rowOf(at, trunk, what, { caller, callee }) {
  const shadow = trunk.enforcement === 'shadow';
  const verdict = shadow && what.verdict === 'block' ? 'pass' : what.verdict;
  const row = {
    id: newId(at),
    started_at: new Date(at).toISOString(),
    trunk: trunk.name,
    caller,
    callee: what.emergency ? '112' : mask(callee),
    callee_country: 'KZ',
    verdict,
    would: what.verdict,
    enforced: !shadow || what.verdict === 'pass',
    score: what.score,
    reasons: what.reasons,
    state: verdict === 'block' ? 'refused' : trunk.mode === 'redirect' ? 'redirected' : 'screening',
  };
  const country = what.kind === 'honest' ? trunk.country : what.country;
  if (country) row.caller_country = country;
  if (what.rule) row.rule = what.rule;
  if (what.emergency) row.emergency = true;
  if (verdict === 'block')
    Object.assign(row, {
      ended_at: new Date(at + 4).toISOString(),
      sip_code: 603,
      ended_by: 'centre',
    });
  if (row.state === 'redirected')
    Object.assign(row, {
      ended_at: new Date(at + 3).toISOString(),
      sip_code: 404,
      ended_by: 'network',
    });
  if (verdict === 'alert')
    row.alert = {
      kind: what.rule,
      level: random() < 0.3 ? 'high' : 'medium',
      at: row.started_at,
      score: what.score,
      reasons: what.reasons,
    };
  return row;
}

/** The messages of the first milliseconds, and when the rest is going to happen. */
function begin(call, at, what) {
  const { row, say } = call;
  say(0, 'caller', 'received', 'INVITE');
  if (row.state === 'refused') {
    say(4, 'caller', 'sent', 'INVITE', 603);
    say(29, 'caller', 'received', 'ACK');
  } else if (row.state === 'redirected') {
    say(3, 'caller', 'sent', 'INVITE', 404);
    say(22, 'caller', 'received', 'ACK');
  } else {
    say(1, 'caller', 'sent', 'INVITE', 100);
    say(1, 'callee', 'sent', 'INVITE');
    say(9, 'callee', 'received', 'INVITE', 100);
    call.ringAt = at + 400 + random() * 1800;
    if (random() < 0.72 || what.kind === 'office') {
      call.answerAt = call.ringAt + 1500 + random() * 9000;
      call.endAt =
        call.answerAt +
        (what.kind === 'office' ? 90_000 + random() * 400_000 : 4000 + random() ** 2 * 180_000);
    } else call.endAt = call.ringAt + 6000 + random() * 22_000;
  }
}

export function makeCall(at) {
  let dice = random();
  const trunk = trunks.find((one) => (dice -= one.share) < 0) ?? trunks[0];
  const what = story();
  const caller = what.kind === 'honest' ? (foreign[trunk.country] ?? foreign.PL)() : what.caller;
  const callee = what.emergency ? '112' : random() < 0.85 ? kzMobile() : kzFixed();
  const row = rowOf(at, trunk, what, { caller, callee });
  const call = {
    row,
    full: { caller, callee },
    messages: [],
    alerts: row.alert ? [row.alert] : [],
    teardown: [],
    source: `127.0.1.${1 + trunks.indexOf(trunk)}:5060`,
    sip_call_id: `${digits(8)}-${digits(4)}@sbc.${trunk.name}.example`,
    user_agent:
      what.kind === 'attack'
        ? '"><script>alert(1)</script>\u202eevil'
        : pick(['Sonus SBC 7.2', 'Cisco-SIPGateway/IOS-16', 'Asterisk PBX 18.9', 'FPBX-16']),
  };
  call.say = (offset, side, way, method, status, cseq = 1) =>
    call.messages.push({
      at: new Date(at + offset).toISOString(),
      side,
      way,
      method,
      cseq,
      ...(status ? { status } : {}),
    });
  begin(call, at, what);
  return call;
}

function ring({ row, say, ringAt }, start) {
  row.ringing_at = new Date(ringAt).toISOString();
  row.state = 'ringing';
  say(ringAt - start, 'callee', 'received', 'INVITE', 180);
  say(ringAt - start + 1, 'caller', 'sent', 'INVITE', 180);
}

function pickUp({ row, say, answerAt }, start) {
  row.answered_at = new Date(answerAt).toISOString();
  row.state = 'answered';
  const at = answerAt - start;
  say(at, 'callee', 'received', 'INVITE', 200);
  say(at + 1, 'caller', 'sent', 'INVITE', 200);
  say(at + 31, 'caller', 'received', 'ACK');
  say(at + 32, 'callee', 'sent', 'ACK');
}

function raise(call, now) {
  call.row.alert = {
    kind: 'long_first_seen',
    level: 'urgent',
    at: new Date(now).toISOString(),
    score: 0.88,
    reasons: [reason(7, 2.4, 40, 40)],
  };
  call.alerts.push(call.row.alert);
}

function hangUp(call, start) {
  const { row, say } = call;
  const answered = row.state === 'answered';
  const at = call.endAt - start;
  if (answered) {
    say(at, 'caller', 'received', 'BYE', undefined, 2);
    say(at + 1, 'callee', 'sent', 'BYE', undefined, 2);
    say(at + 8, 'callee', 'received', 'BYE', 200, 2);
    say(at + 9, 'caller', 'sent', 'BYE', 200, 2);
  } else {
    say(at, 'caller', 'received', 'CANCEL');
    say(at + 1, 'caller', 'sent', 'CANCEL', 200);
    say(at + 1, 'callee', 'sent', 'CANCEL');
    say(at + 9, 'callee', 'received', 'INVITE', 487);
    say(at + 10, 'caller', 'sent', 'INVITE', 487);
  }
  finish(call, call.endAt, 'caller', answered ? 200 : 487);
}

/** Moves a call on to `now`; true when something changed. */
export function advance(call, now) {
  const { row } = call;
  const start = Date.parse(row.started_at);
  let changed = false;
  const step = (due, move, at) => {
    if (!due) return;
    move(call, at);
    changed = true;
  };
  step(row.state === 'screening' && now >= call.ringAt, ring, start);
  step(row.state === 'ringing' && call.answerAt && now >= call.answerAt, pickUp, start);
  const long = row.state === 'answered' && now - call.answerAt > 40_000 && row.would !== 'pass';
  step(long && row.alert?.level !== 'urgent', raise, now);
  step(['answered', 'ringing'].includes(row.state) && now >= call.endAt, hangUp, start);
  return changed;
}

export function finish(call, at, by, code) {
  Object.assign(call.row, {
    state: 'ended',
    ended_at: new Date(at).toISOString(),
    ended_by: by,
    sip_code: code,
  });
}
