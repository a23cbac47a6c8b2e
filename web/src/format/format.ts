// Numbers and times as people read them, in the console's three languages. Times are stored in UTC
// and shown in Asia/Almaty, which is UTC+5 all year since 1 March 2024; the offset is fixed here
// because browsers with older zone data still say +6.

import {
  kkCompare,
  kkLongDate,
  kkNumber,
  kkPercent,
  kkRelative,
  kkShortDate,
  kkShortDateTime,
  type RelativeUnit,
} from './kazakh';

export const languages = ['kk', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

export const zoneOffsetMs = 5 * 3_600_000;
export const zoneLabel = 'UTC+5';

export interface Formatter {
  language: Language;
  number(value: number, digits?: number, minDigits?: number): string;
  percent(share: number, digits?: number): string;
  longDate(at: Date): string;
  shortDate(at: Date): string;
  /** Date and minutes. */
  dateTime(at: Date): string;
  /** `15:04:05` */
  time(at: Date): string;
  /** `15:04:05.123`, decimal comma where the language has one. */
  timeMs(at: Date): string;
  relative(value: number, unit: RelativeUnit): string;
  ago(at: Date, now: Date): string;
  compare(a: string, b: string): number;
}

const two = (value: number) => String(value).padStart(2, '0');
const shift = (at: Date) => new Date(at.getTime() + zoneOffsetMs);
const valid = (at: Date) => !Number.isNaN(at.getTime());

function clock(at: Date): string {
  const local = shift(at);
  return [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
}

/** `0:07`, `12:03`, `1:02:03`: the clock of a call. Whole seconds, rounded down. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${hours > 0 ? two(minutes) : minutes}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** The largest unit in which the distance is at least one. */
export function coarsest(milliseconds: number): [number, RelativeUnit] {
  const seconds = milliseconds / 1000;
  const steps: [number, RelativeUnit][] = [
    [86400 * 365, 'year'],
    [86400 * 30, 'month'],
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ];
  for (const [size, unit] of steps) {
    if (Math.abs(seconds) >= size) return [Math.trunc(seconds / size), unit];
  }
  return [Math.trunc(seconds), 'second'];
}

function guarded(format: Omit<Formatter, 'ago'>): Formatter {
  const safe = (show: (at: Date) => string) => (at: Date) => (valid(at) ? show(at) : '—');
  return {
    ...format,
    longDate: safe(format.longDate),
    shortDate: safe(format.shortDate),
    dateTime: safe(format.dateTime),
    time: safe(format.time),
    timeMs: safe(format.timeMs),
    ago: (at, now) => {
      if (!valid(at)) return '—';
      const [value, unit] = coarsest(at.getTime() - now.getTime());
      return format.relative(value, unit);
    },
  };
}

function fromIntl(language: 'ru' | 'en', locale: string, comma: string): Formatter {
  const withDigits = new Map<string, Intl.NumberFormat>();
  const numbers = (style: 'decimal' | 'percent', digits: number, minDigits: number) => {
    const key = `${style}${digits}/${minDigits}`;
    let format = withDigits.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        style,
        maximumFractionDigits: digits,
        minimumFractionDigits: minDigits,
      });
      withDigits.set(key, format);
    }
    return format;
  };
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return (at: Date) => format.format(shift(at));
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const collator = new Intl.Collator(locale);
  const now = { ru: 'сейчас', en: 'now' }[language];
  return guarded({
    language,
    number: (value, digits = 2, minDigits = 0) =>
      Number.isNaN(value) ? '—' : numbers('decimal', digits, minDigits).format(value),
    percent: (share, digits = 1) =>
      Number.isFinite(share) ? numbers('percent', digits, 0).format(share) : '—',
    longDate: dates({ day: 'numeric', month: 'long', year: 'numeric', weekday: 'long' }),
    shortDate: dates({ day: '2-digit', month: '2-digit', year: '2-digit' }),
    dateTime: dates({
      day: '2-digit',
      month: '2-digit',
      year: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }),
    time: clock,
    timeMs: (at) => `${clock(at)}${comma}${String(at.getUTCMilliseconds()).padStart(3, '0')}`,
    relative: (value, unit) => {
      const amount = Math.round(value);
      return amount === 0 ? now : relative.format(amount, unit);
    },
    compare: (a, b) => collator.compare(a, b),
  });
}

const kazakh = guarded({
  language: 'kk',
  number: kkNumber,
  percent: kkPercent,
  longDate: (at) => kkLongDate(shift(at)),
  shortDate: (at) => kkShortDate(shift(at)),
  dateTime: (at) => kkShortDateTime(shift(at)),
  time: clock,
  timeMs: (at) => `${clock(at)},${String(at.getUTCMilliseconds()).padStart(3, '0')}`,
  relative: kkRelative,
  compare: kkCompare,
});

export const formatters: Record<Language, Formatter> = {
  kk: kazakh,
  ru: fromIntl('ru', 'ru-RU', ','),
  en: fromIntl('en', 'en-GB', '.'),
};
