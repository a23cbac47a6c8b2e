// Invented traffic for looking at the console without a centre: one seed, one story.

let seed = 20260301;
export function random() {
  seed = (seed * 1664525 + 1013904223) >>> 0;
  return seed / 2 ** 32;
}
const pick = (list) => list[Math.floor(random() * list.length)];
const digits = (count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

export const trunks = [
  {
    name: 'carrier-north',
    carrier: 'Carrier North',
    country: 'RU',
    kind: 'international',
    enforcement: 'enforce',
    mode: 'proxy',
    share: 0.42,
  },
  {
    name: 'carrier-west',
    carrier: 'Carrier West',
    country: 'DE',
    kind: 'international',
    enforcement: 'enforce',
    mode: 'proxy',
    share: 0.22,
  },
  {
    name: 'carrier-south',
    carrier: 'Carrier South',
    country: 'TR',
    kind: 'international',
    enforcement: 'shadow',
    mode: 'proxy',
    share: 0.18,
  },
  {
    name: 'roaming-hub',
    carrier: 'Roaming Hub',
    country: 'CH',
    kind: 'roaming_hub',
    enforcement: 'enforce',
    mode: 'proxy',
    share: 0.08,
  },
  {
    name: 'border-redirect',
    carrier: 'Carrier East',
    country: 'CN',
    kind: 'international',
    enforcement: 'enforce',
    mode: 'redirect',
    share: 0.1,
  },
];

const words = (en, ru, kk) => ({ en, ru, kk });
export const detectors = [
  {
    id: 1,
    name: 'domestic_on_international',
    title: words(
      'Domestic number from abroad',
      'Внутренний номер из-за рубежа',
      'Шетелден келген отандық нөмір',
    ),
    says: words(
      'A domestic fixed number arrived on an international trunk.',
      'Внутренний стационарный номер пришёл по международному транку.',
      'Отандық қалалық нөмір халықаралық транкпен келді.',
    ),
  },
  {
    id: 2,
    name: 'mobile_not_roaming',
    title: words(
      'Domestic mobile, not roaming',
      'Наш мобильный, не в роуминге',
      'Отандық ұялы, роумингте емес',
    ),
    says: words(
      'A domestic mobile number arrived from abroad and the subscriber is not roaming.',
      'Мобильный номер Казахстана пришёл из-за рубежа, а абонент не в роуминге.',
      'Қазақстандық ұялы нөмір шетелден келді, ал абонент роумингте емес.',
    ),
  },
  {
    id: 3,
    name: 'number_validity',
    title: words('Impossible number', 'Невозможный номер', 'Мүмкін емес нөмір'),
    says: words(
      'The caller’s number lies in no assigned range.',
      'Номер звонящего не входит ни в один выделенный диапазон.',
      'Шалушының нөмірі бөлінген ешбір ауқымға жатпайды.',
    ),
  },
  {
    id: 4,
    name: 'velocity_caller',
    title: words('Dialling fast', 'Частые звонки', 'Жиі қоңырау'),
    says: words(
      '{observed} calls from this number in ten minutes; usual is up to {threshold}.',
      'Звонков с этого номера за десять минут: {observed}; обычно до {threshold}.',
      'Осы нөмірден он минутта {observed} қоңырау; әдетте {threshold} дейін.',
    ),
  },
  {
    id: 5,
    name: 'velocity_range',
    title: words(
      'Many numbers of one range',
      'Много номеров одного диапазона',
      'Бір ауқымнан көп нөмір',
    ),
    says: words(
      '{observed} different subscribers were called from this number range in an hour; the limit is {threshold}.',
      'С этого диапазона за час вызвано разных абонентов: {observed}; предел {threshold}.',
      'Осы ауқымнан бір сағатта {observed} түрлі абонентке қоңырау шалынды; шегі {threshold}.',
    ),
  },
  {
    id: 6,
    name: 'several_first_seen',
    title: words(
      'Several new foreign callers',
      'Несколько новых зарубежных номеров',
      'Бірнеше жаңа шетелдік нөмір',
    ),
    says: words(
      '{observed} foreign numbers never seen before called this subscriber within six hours.',
      'За шесть часов этому абоненту звонили новые зарубежные номера: {observed}.',
      'Алты сағатта бұл абонентке бұрын кездеспеген {observed} шетелдік нөмір қоңырау шалды.',
    ),
  },
  {
    id: 7,
    name: 'long_first_seen',
    title: words(
      'Long call from a new number',
      'Долгий разговор с новым номером',
      'Жаңа нөмірмен ұзақ сөйлесу',
    ),
    says: words(
      'The conversation has lasted {observed} s; the caller was first seen today.',
      'Разговор идёт {observed} с; номер появился сегодня впервые.',
      'Сөйлесу {observed} с жүріп жатыр; бұл нөмір бүгін алғаш рет көрінді.',
    ),
  },
];

const foreign = {
  RU: () => `+7495${digits(7)}`,
  DE: () => `+4915${digits(9)}`,
  TR: () => `+90532${digits(7)}`,
  CH: () => `+4179${digits(7)}`,
  CN: () => `+86138${digits(8)}`,
  GB: () => `+4474${digits(8)}`,
  UZ: () => `+99890${digits(7)}`,
  PL: () => `+4851${digits(7)}`,
};
const kzMobile = () => `+770${pick(['1', '2', '5', '7'])}${digits(7)}`;
const kzFixed = () => `+7727${digits(7)}`;
const mask = (number) => `${number.slice(0, 5)}•••••${number.slice(-2)}`;

let lastKey = 0;
function newId(at) {
  lastKey = Math.max(lastKey + 1, at * 1000);
  return lastKey.toString(16).padStart(16, '0');
}

const reason = (detector, weight, observed, threshold) => ({
  detector,
  weight,
  observed,
  threshold,
});

function story() {
  const dice = random();
  if (dice < 0.16)
    return {
      kind: 'spoofed',
      caller: kzFixed(),
      country: 'KZ',
      verdict: 'block',
      rule: 'domestic-fixed-from-abroad',
      score: 0.995,
      reasons: [reason(1, 6.2, 1, 1), ...(random() < 0.4 ? [reason(4, 1.4, 14, 8)] : [])],
    };
  if (dice < 0.22)
    return {
      kind: 'mobile',
      caller: kzMobile(),
      country: 'KZ',
      verdict: 'block',
      rule: 'mobile-not-roaming',
      score: 0.982,
      reasons: [reason(2, 4.8, 1, 1)],
    };
  if (dice < 0.27)
    return {
      kind: 'burst',
      caller: `+44745500${digits(4)}`,
      country: 'GB',
      verdict: 'block',
      rule: 'velocity-burst',
      score: 0.93,
      reasons: [reason(4, 2.9, 63, 20), reason(5, 1.7, 41, 25)],
    };
  if (dice < 0.33)
    return {
      kind: 'office',
      caller: foreign.UZ(),
      country: 'UZ',
      verdict: 'alert',
      rule: 'several-first-seen',
      score: 0.71,
      reasons: [reason(6, 2.2, 3, 2), reason(5, 0.9, 18, 25)],
    };
  if (dice < 0.36)
    return {
      kind: 'label',
      caller: `+371200${digits(5)}`,
      country: 'LV',
      verdict: 'label',
      rule: 'unallocated-range',
      score: 0.58,
      reasons: [reason(3, 1.8, 1, 1)],
    };
  if (dice < 0.375)
    return {
      kind: 'withheld',
      caller: '',
      country: undefined,
      verdict: 'pass',
      score: 0.12,
      reasons: [],
    };
  if (dice < 0.385)
    return {
      kind: 'emergency',
      caller: foreign.DE(),
      country: 'DE',
      verdict: 'pass',
      emergency: true,
      score: 0,
      reasons: [],
    };
  if (dice < 0.395)
    return {
      kind: 'attack',
      caller: '<img src=x onerror=alert(1)>\u202e1077',
      country: undefined,
      verdict: 'pass',
      score: 0.31,
      reasons: [reason(3, 1.1, 1, 1)],
    };
  return {
    kind: 'honest',
    verdict: 'pass',
    score: random() * 0.15,
    reasons: random() < 0.12 ? [reason(6, 0.4, 1, 2)] : [],
  };
}

export function makeCall(at) {
  let dice = random();
  const trunk = trunks.find((one) => (dice -= one.share) < 0) ?? trunks[0];
  const what = story();
  const shadow = trunk.enforcement === 'shadow';
  const caller = what.kind === 'honest' ? (foreign[trunk.country] ?? foreign.PL)() : what.caller;
  const callee = what.emergency ? '112' : random() < 0.85 ? kzMobile() : kzFixed();
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
  const say = (offset, side, way, method, status, cseq = 1) =>
    call.messages.push({
      at: new Date(at + offset).toISOString(),
      side,
      way,
      method,
      cseq,
      ...(status ? { status } : {}),
    });
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
  call.say = say;
  return call;
}

/** Moves a call on to `now`; true when something changed. */
export function advance(call, now) {
  const { row, say } = call;
  const start = Date.parse(row.started_at);
  let changed = false;
  if (row.state === 'screening' && now >= call.ringAt) {
    row.ringing_at = new Date(call.ringAt).toISOString();
    row.state = 'ringing';
    say(call.ringAt - start, 'callee', 'received', 'INVITE', 180);
    say(call.ringAt - start + 1, 'caller', 'sent', 'INVITE', 180);
    changed = true;
  }
  if (row.state === 'ringing' && call.answerAt && now >= call.answerAt) {
    row.answered_at = new Date(call.answerAt).toISOString();
    row.state = 'answered';
    const at = call.answerAt - start;
    say(at, 'callee', 'received', 'INVITE', 200);
    say(at + 1, 'caller', 'sent', 'INVITE', 200);
    say(at + 31, 'caller', 'received', 'ACK');
    say(at + 32, 'callee', 'sent', 'ACK');
    changed = true;
  }
  const long = row.state === 'answered' && now - call.answerAt > 40_000 && row.would !== 'pass';
  if (long && row.alert?.level !== 'urgent') {
    row.alert = {
      kind: 'long_first_seen',
      level: 'urgent',
      at: new Date(now).toISOString(),
      score: 0.88,
      reasons: [reason(7, 2.4, 40, 40)],
    };
    call.alerts.push(row.alert);
    changed = true;
  }
  if ((row.state === 'answered' || row.state === 'ringing') && now >= call.endAt) {
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
    finish(call, call.endAt, answered ? 'caller' : 'caller', answered ? 200 : 487);
    changed = true;
  }
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
