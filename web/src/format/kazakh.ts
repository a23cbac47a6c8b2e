// Kazakh dates, numbers, relative times and sorting. Browsers claim to support Kazakh and print
// `2026 M03 1` and `1,234,567.89`, so nothing here asks Intl for anything.

export const kkMonths = [
  'қаңтар',
  'ақпан',
  'наурыз',
  'сәуір',
  'мамыр',
  'маусым',
  'шілде',
  'тамыз',
  'қыркүйек',
  'қазан',
  'қараша',
  'желтоқсан',
] as const;

/** Monday first. */
export const kkDays = [
  'дүйсенбі',
  'сейсенбі',
  'сәрсенбі',
  'бейсенбі',
  'жұма',
  'сенбі',
  'жексенбі',
] as const;

export const kkAlphabet = 'АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ';

const noBreakSpace = '\u00a0';
const minus = '\u2212';

/** `1 234 567,89` with no-break spaces; at most `digits` decimals, trailing zeros dropped. */
export function kkNumber(value: number, digits = 2, minDigits = 0): string {
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  const [whole = '0', decimals = ''] = Math.abs(value).toFixed(digits).split('.');
  let kept = decimals;
  while (kept.length > minDigits && kept.endsWith('0')) kept = kept.slice(0, -1);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, noBreakSpace);
  const text = kept ? `${grouped},${kept}` : grouped;
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

/** `12,3%` of a share 0.123. */
export function kkPercent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${kkNumber(share * 100, digits)}%` : '—';
}

/** Parts are read in UTC: the caller shifts into the wanted zone first. */
export function kkLongDate(shifted: Date): string {
  const month = kkMonths[shifted.getUTCMonth()];
  const day = kkDays[(shifted.getUTCDay() + 6) % 7];
  return `${shifted.getUTCFullYear()} ж. ${shifted.getUTCDate()} ${month}, ${day}`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `01.03.26, 15:00` */
export function kkShortDateTime(shifted: Date): string {
  return `${kkShortDate(shifted)}, ${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`;
}

/** `01.03.26` */
export function kkShortDate(shifted: Date): string {
  const year = two(shifted.getUTCFullYear() % 100);
  return `${two(shifted.getUTCDate())}.${two(shifted.getUTCMonth() + 1)}.${year}`;
}

export type RelativeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

// Nominative before `бұрын`, ablative before `кейін`; nouns after numerals take no plural.
const units: Record<RelativeUnit, readonly [string, string]> = {
  second: ['секунд', 'секундтан'],
  minute: ['минут', 'минуттан'],
  hour: ['сағат', 'сағаттан'],
  day: ['күн', 'күннен'],
  week: ['апта', 'аптадан'],
  month: ['ай', 'айдан'],
  year: ['жыл', 'жылдан'],
};

/** `3 минут бұрын` for -3, `3 минуттан кейін` for 3. */
export function kkRelative(value: number, unit: RelativeUnit): string {
  const amount = Math.round(Math.abs(value));
  if (amount === 0) return 'қазір';
  const [nominative, ablative] = units[unit];
  const number = kkNumber(amount, 0);
  return value < 0 ? `${number} ${nominative} бұрын` : `${number} ${ablative} кейін`;
}

const rank = new Map([...kkAlphabet].map((letter, index) => [letter, index]));

function weight(character: string): number {
  const upper = character.toUpperCase();
  const letter = rank.get(upper);
  if (letter !== undefined) return 0x2000 + letter;
  const code = upper.codePointAt(0) ?? 0;
  return code < 0x2000 ? code : 0x3000 + code; // digits and Latin come before Cyrillic
}

/** Order of the Kazakh alphabet; case decides only between otherwise equal texts. */
export function kkCompare(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); ++i) {
    const difference = weight(left[i]!) - weight(right[i]!);
    if (difference !== 0) return difference;
  }
  if (left.length !== right.length) return left.length - right.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
