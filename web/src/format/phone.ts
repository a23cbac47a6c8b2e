import { plain } from './text';

const codes3 = new Set([
  '210',
  '211',
  '212',
  '213',
  '216',
  '218',
  '220',
  '221',
  '222',
  '223',
  '224',
  '225',
  '226',
  '227',
  '228',
  '229',
  '230',
  '231',
  '232',
  '233',
  '234',
  '235',
  '236',
  '237',
  '238',
  '239',
  '240',
  '241',
  '242',
  '243',
  '244',
  '245',
  '246',
  '247',
  '248',
  '249',
  '250',
  '251',
  '252',
  '253',
  '254',
  '255',
  '256',
  '257',
  '258',
  '260',
  '261',
  '262',
  '263',
  '264',
  '265',
  '266',
  '267',
  '268',
  '269',
  '290',
  '291',
  '297',
  '298',
  '299',
  '350',
  '351',
  '352',
  '353',
  '354',
  '355',
  '356',
  '357',
  '358',
  '359',
  '370',
  '371',
  '372',
  '373',
  '374',
  '375',
  '376',
  '377',
  '378',
  '380',
  '381',
  '382',
  '383',
  '385',
  '386',
  '387',
  '389',
  '420',
  '421',
  '423',
  '500',
  '501',
  '502',
  '503',
  '504',
  '505',
  '506',
  '507',
  '508',
  '509',
  '590',
  '591',
  '592',
  '593',
  '594',
  '595',
  '596',
  '597',
  '598',
  '599',
  '670',
  '672',
  '673',
  '674',
  '675',
  '676',
  '677',
  '678',
  '679',
  '680',
  '681',
  '682',
  '683',
  '685',
  '686',
  '687',
  '688',
  '689',
  '690',
  '691',
  '692',
  '800',
  '808',
  '850',
  '852',
  '853',
  '855',
  '856',
  '870',
  '878',
  '880',
  '881',
  '882',
  '883',
  '886',
  '888',
  '960',
  '961',
  '962',
  '963',
  '964',
  '965',
  '966',
  '967',
  '968',
  '970',
  '971',
  '972',
  '973',
  '974',
  '975',
  '976',
  '977',
  '979',
  '992',
  '993',
  '994',
  '995',
  '996',
  '998',
]);

function countryCodeLength(digits: string): number {
  if (digits[0] === '1' || digits[0] === '7') return 1;
  return codes3.has(digits.slice(0, 3)) ? 3 : 2;
}

// Groups from the left in threes, the tail in twos or threes: no group of one.
function groups(national: string): string[] {
  if (national.length === 10) {
    const cut = [
      [0, 3],
      [3, 6],
      [6, 8],
      [8, 10],
    ] as const;
    return cut.map(([from, to]) => national.slice(from, to));
  }
  const parts: string[] = [];
  let rest = national;
  while (rest.length > 4) {
    parts.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  if (rest.length === 4) parts.push(rest.slice(0, 2), rest.slice(2));
  else if (rest) parts.push(rest);
  return parts;
}

const masked = /^\+[0-9]+[*•x·]+[0-9]*$/i;

/**
 * A number grouped for reading: `+7 701 234 56 78`. Masked digits become dots: `+7 701 ••• •• 78`.
 * What is not a number in E.164 comes back as it is, made safe to show.
 */
export function phone(text: string | null | undefined): string {
  const safe = plain(text, 48).trim();
  const dotted = masked.test(safe) ? safe.replace(/[*x·]/gi, '•') : safe;
  if (!/^\+[0-9•]{5,18}$/.test(dotted)) return safe;
  const digits = dotted.slice(1);
  const length = countryCodeLength(digits);
  return [`+${digits.slice(0, length)}`, ...groups(digits.slice(length))].join('\u00a0');
}

export function isMasked(text: string | null | undefined): boolean {
  return masked.test(plain(text, 48).trim());
}
