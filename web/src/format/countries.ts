// Country names. Russian and English come from the browser; browsers have no Kazakh names, so those
// of the countries that calls to Kazakhstan usually come from are here, and the code stands for
// the rest.

import type { Language } from './format';

const kazakh: Record<string, string> = {
  AE: 'Біріккен Араб Әмірліктері',
  AF: 'Ауғанстан',
  AM: 'Армения',
  AT: 'Аустрия',
  AU: 'Аустралия',
  AZ: 'Әзербайжан',
  BD: 'Бангладеш',
  BE: 'Бельгия',
  BG: 'Болгария',
  BY: 'Беларусь',
  CA: 'Канада',
  CH: 'Швейцария',
  CN: 'Қытай',
  CY: 'Кипр',
  CZ: 'Чехия',
  DE: 'Германия',
  DK: 'Дания',
  EE: 'Эстония',
  EG: 'Мысыр',
  ES: 'Испания',
  FI: 'Финляндия',
  FR: 'Франция',
  GB: 'Ұлыбритания',
  GE: 'Грузия',
  GR: 'Грекия',
  HU: 'Мажарстан',
  ID: 'Индонезия',
  IE: 'Ирландия',
  IL: 'Израиль',
  IN: 'Үндістан',
  IQ: 'Ирак',
  IR: 'Иран',
  IT: 'Италия',
  JP: 'Жапония',
  KG: 'Қырғызстан',
  KR: 'Оңтүстік Корея',
  KZ: 'Қазақстан',
  LT: 'Литва',
  LV: 'Латвия',
  MD: 'Молдова',
  MN: 'Моңғолия',
  MY: 'Малайзия',
  NG: 'Нигерия',
  NL: 'Нидерланд',
  NO: 'Норвегия',
  PH: 'Филиппин',
  PK: 'Пәкістан',
  PL: 'Польша',
  PT: 'Португалия',
  QA: 'Катар',
  RO: 'Румыния',
  RS: 'Сербия',
  RU: 'Ресей',
  SA: 'Сауд Арабиясы',
  SE: 'Швеция',
  SG: 'Сингапур',
  SK: 'Словакия',
  SY: 'Сирия',
  TH: 'Таиланд',
  TJ: 'Тәжікстан',
  TM: 'Түрікменстан',
  TR: 'Түркия',
  UA: 'Украина',
  US: 'Америка Құрама Штаттары',
  UZ: 'Өзбекстан',
  VN: 'Вьетнам',
};

const browser = {
  ru: new Intl.DisplayNames(['ru'], { type: 'region', fallback: 'code' }),
  en: new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' }),
};

export function countryName(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  if (language === 'kk') return kazakh[code] ?? code;
  return browser[language].of(code) ?? code;
}
