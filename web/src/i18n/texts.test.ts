import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from './en';
import { kk } from './kk';
import { ru } from './ru';

const keys = Object.keys(en) as (keyof typeof en)[];
const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

// Terms of the field and names of SIP that are the same in every language.
const sameEverywhere = new Set<string>([
  'call.user_agent',
  'call.sip_call_id',
  'call.msg_cseq',
  'trunks.cps',
  'trunks.asr',
  'trunks.acd',
  'trunks.pdd',
  'trunks.ner',
  'trunks.turned_away',
  'health.sip',
]);

describe.each([
  ['kk', kk],
  ['ru', ru],
] as const)('%s', (language, texts) => {
  test('has exactly the keys of English', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
  });
  test('fills the same places', () => {
    for (const key of keys) expect([key, holes(texts[key])]).toEqual([key, holes(en[key])]);
  });
  test('has no English left in it', () => {
    const left = keys.filter((key) => texts[key] === en[key] && !sameEverywhere.has(key));
    expect(left).toEqual([]);
  });
  test('is written in Cyrillic', () => {
    const left = keys.filter(
      (key) =>
        !sameEverywhere.has(key) &&
        !/\p{Script=Cyrillic}/u.test(texts[key].replace(/\{\{\w+\}\}/g, '')) &&
        /\p{L}/u.test(texts[key].replace(/\{\{\w+\}\}/g, '')),
    );
    expect(left).toEqual([]);
  });
  test('has no empty text and no stray spaces', () => {
    for (const key of keys) expect([key, texts[key].trim()]).toEqual([key, texts[key]]);
    expect(keys.filter((key) => texts[key] === '')).toEqual([]);
  });
  test(`${language} has no letters of the wrong alphabet`, () => {
    const foreign = language === 'ru' ? /[ӘәҒғҚқҢңӨөҰұҮүҺһІі]/ : /[Ѐ-Ѓ]/;
    const allowed = new Set(['app.name']);
    expect(keys.filter((key) => foreign.test(texts[key]) && !allowed.has(key))).toEqual([]);
  });
});

test('every text is used, and nothing is said that is not a text', () => {
  const sources: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.tsx?$/.test(entry.name) && !/test\.|i18n[\\/](en|ru|kk)(-\w+)?\.ts$/.test(path)) {
        sources.push(readFileSync(path, 'utf8'));
      }
    }
  };
  walk(join(__dirname, '..'));
  const all = sources.join('\n');
  const families = [...all.matchAll(/[`'"]([a-z_]+\.(?:[a-z]+_)?)\$\{/g)].map((match) => match[1]!);
  const unused = keys.filter(
    (key) => !all.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});
