// The carriers and detectors of the invented traffic.

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
