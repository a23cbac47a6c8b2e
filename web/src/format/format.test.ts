import { describe, expect, test } from 'vitest';
import { coarsest, duration, formatters, languages } from './format';
import { kkAlphabet, kkCompare, kkDays, kkMonths, kkNumber } from './kazakh';

const nbsp = '\u00a0';
const { kk, ru, en } = formatters;

describe('Kazakh', () => {
  test('long date with weekday', () => {
    expect(kk.longDate(new Date('2026-03-01T10:00:00Z'))).toBe('2026 ж. 1 наурыз, жексенбі');
  });
  test('short date and time', () => {
    expect(kk.dateTime(new Date('2026-03-01T10:00:00Z'))).toBe('01.03.26, 15:00');
  });
  test('numbers are grouped by no-break spaces', () => {
    expect(kk.number(1234567.89)).toBe(`1${nbsp}234${nbsp}567,89`);
    expect(kk.number(1000)).toBe(`1${nbsp}000`);
    expect(kk.number(999)).toBe('999');
    expect(kk.number(-1234.5)).toBe(`\u22121${nbsp}234,5`);
    expect(kk.number(-0.001)).toBe('0');
    expect(kk.number(2, 2, 2)).toBe('2,00');
    expect(kkNumber(NaN)).toBe('—');
  });
  test('percent', () => {
    expect(kk.percent(0.123)).toBe('12,3%');
    expect(kk.percent(1)).toBe('100%');
    expect(kk.percent(Number.NaN)).toBe('—');
  });
  test('relative times: бұрын after the nominative, кейін after the ablative', () => {
    expect(kk.relative(-3, 'minute')).toBe('3 минут бұрын');
    expect(kk.relative(3, 'minute')).toBe('3 минуттан кейін');
    const after = (['second', 'hour', 'day', 'week', 'month', 'year'] as const).map((unit) =>
      kk.relative(2, unit),
    );
    expect(after).toEqual([
      '2 секундтан кейін',
      '2 сағаттан кейін',
      '2 күннен кейін',
      '2 аптадан кейін',
      '2 айдан кейін',
      '2 жылдан кейін',
    ]);
    expect(kk.relative(0, 'second')).toBe('қазір');
  });
});

describe('Kazakh words', () => {
  test('names of months and days', () => {
    expect(kkMonths.join(' ')).toBe(
      'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
    );
    expect(kkDays.join(' ')).toBe('дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі');
  });
  test('sorting follows the alphabet, not code points', () => {
    expect([...kkAlphabet].sort(kkCompare).join('')).toBe(kkAlphabet);
    const names = [
      'Өскемен',
      'Орал',
      'Қостанай',
      'Көкшетау',
      'Әулиеата',
      'Атырау',
      'Ұлытау',
      'Үржар',
    ];
    expect(names.sort(kk.compare)).toEqual([
      'Атырау',
      'Әулиеата',
      'Көкшетау',
      'Қостанай',
      'Орал',
      'Өскемен',
      'Ұлытау',
      'Үржар',
    ]);
    expect(['аб', 'а', 'А', '10', 'Zeta'].sort(kkCompare)).toEqual(['10', 'Zeta', 'А', 'а', 'аб']);
  });
});

describe('every language', () => {
  test('shows Asia/Almaty as UTC+5, over midnight too', () => {
    const at = new Date('2026-12-31T20:15:07.045Z');
    for (const language of languages) expect(formatters[language].time(at)).toBe('01:15:07');
    expect(en.timeMs(at)).toBe('01:15:07.045');
    expect(ru.timeMs(at)).toBe('01:15:07,045');
    expect(kk.longDate(at)).toBe('2027 ж. 1 қаңтар, жұма');
    expect(ru.longDate(at)).toContain('1 января 2027');
    expect(en.longDate(at)).toContain('1 January 2027');
  });
  test('an invalid time is a dash and no crash', () => {
    for (const language of languages) {
      const format = formatters[language];
      const bad = new Date('x');
      expect([
        format.time(bad),
        format.longDate(bad),
        format.dateTime(bad),
        format.ago(bad, new Date(0)),
      ]).toEqual(['—', '—', '—', '—']);
    }
  });
  test('ago takes the largest whole unit', () => {
    const now = new Date('2026-03-01T10:00:00Z');
    expect(kk.ago(new Date('2026-03-01T09:57:00Z'), now)).toBe('3 минут бұрын');
    expect(ru.ago(new Date('2026-03-01T09:57:00Z'), now)).toBe('3 минуты назад');
    expect(en.ago(new Date('2026-02-27T09:00:00Z'), now)).toBe('2 days ago');
    expect(coarsest(-59_999)).toEqual([-59, 'second']);
    expect(coarsest(3_600_000)).toEqual([1, 'hour']);
  });
  test('Russian numbers', () => {
    expect(ru.number(1234567.89)).toBe(`1${nbsp}234${nbsp}567,89`);
    expect(ru.percent(0.123)).toBe(`12,3${nbsp}%`);
  });
});

test('the clock of a call', () => {
  expect([0, 7_900, 723_000, 3_723_000, -5].map(duration)).toEqual([
    '0:00',
    '0:07',
    '12:03',
    '1:02:03',
    '0:00',
  ]);
});
