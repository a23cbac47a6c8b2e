import { expect, test } from 'vitest';
import { isMasked, phone } from './phone';
import { plain } from './text';

const spaced = (text: string) => text.replaceAll(' ', '\u00a0');

test('numbers are grouped for reading', () => {
  expect(phone('+77011234567')).toBe(spaced('+7 701 123 45 67'));
  expect(phone('+998901234567')).toBe(spaced('+998 901 234 567'));
  expect(phone('+4915112345678')).toBe(spaced('+49 151 123 456 78'));
});

test('masked digits stay masked and keep their places', () => {
  expect(phone('+7701•••••67')).toBe(spaced('+7 701 ••• •• 67'));
  expect(phone('+7701*****67')).toBe(spaced('+7 701 ••• •• 67'));
  expect(isMasked('+7701•••••67')).toBe(true);
  expect(isMasked('+77011234567')).toBe(false);
});

test('what is no number comes back as text without tricks', () => {
  expect(phone('anonymous')).toBe('anonymous');
  expect(phone('112')).toBe('112');
  expect(phone('')).toBe('');
  expect(phone(undefined)).toBe('');
  expect(phone('\u202e+77011234567')).toBe(spaced('+7 701 123 45 67'));
  expect(phone('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
});

test('text of strangers loses direction and invisible characters and is cut', () => {
  expect(plain('abc\u202edef\u2066\u200b\u0000')).toBe('abcdef');
  expect(plain('line\nbreak\tend')).toBe('linebreakend');
  expect(plain('x'.repeat(500), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(plain(`a${'\u0301'.repeat(50)}b`)).toBe('a\u0301\u0301b');
  expect(plain('\u{e0041}tag')).toBe('tag');
  expect(plain('Қорған — мәтін')).toBe('Қорған — мәтін');
});
