import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, launch, liveRows, newPage, operator, signIn } from '../browser.mjs';

let browser;
let page;
let troubles;
before(async () => {
  browser = await launch();
  ({ page, troubles } = await newPage(browser));
  await signIn(page, operator);
});
after(() => browser?.close());

test('Kazakh in this browser: dates, numbers, relative times and sorting', async () => {
  const nbsp = '\u00a0';
  const told = await page.evaluate(() => {
    const { kk } = window.qorganFormatters;
    const at = new Date('2026-03-01T10:00:00Z');
    const months = Array.from({ length: 12 }, (_, month) =>
      kk
        .longDate(new Date(Date.UTC(2026, month, 10)))
        .split(' ')[3]
        .replace(',', ''),
    );
    const days = Array.from(
      { length: 7 },
      (_, day) => kk.longDate(new Date(Date.UTC(2026, 2, 2 + day))).split(', ')[1],
    );
    const alphabet = [...'ЯЮЭЬІЫЪЩШЧЦҺХФҮҰУТСРПӨОҢНМЛҚКЙИЗЖЁЕДҒГВБӘА'].sort(kk.compare).join('');
    return {
      long: kk.longDate(at),
      short: kk.dateTime(at),
      number: kk.number(1234567.89),
      percent: kk.percent(0.123),
      before: kk.relative(-3, 'minute'),
      after: kk.relative(3, 'minute'),
      months: months.join(' '),
      days: days.join(' '),
      alphabet,
    };
  });
  assert.deepEqual(told, {
    long: '2026 ж. 1 наурыз, жексенбі',
    short: '01.03.26, 15:00',
    number: `1${nbsp}234${nbsp}567,89`,
    percent: '12,3%',
    before: '3 минут бұрын',
    after: '3 минуттан кейін',
    months: 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
    days: 'дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі',
    alphabet: 'АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ',
  });
});

test('the language changes at once, on the page itself, and is remembered', async () => {
  const words = { kk: 'Ағымдағы қоңыраулар', ru: 'Текущие звонки', en: 'Live calls' };
  for (const language of ['kk', 'ru', 'en', 'kk']) {
    await page.locator(`[data-language="${language}"]`).click();
    const nav = await page.locator('.nav a[href="#/live"]').textContent();
    assert.equal(nav, words[language]);
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  }
  await page.reload();
  await page.locator('.nav a').first().waitFor();
  assert.equal(await page.locator('.nav a[href="#/live"]').textContent(), words.kk);
});

test('no page shows a bare key or a hole of a text in any language', async () => {
  for (const language of ['kk', 'ru', 'en']) {
    await page.goto(`${base}/#/live`);
    await page.locator(`[data-language="${language}"]`).click();
    await liveRows(page).first().waitFor({ timeout: 30_000 });
    for (const path of ['live', 'calls', 'trunks']) {
      await page.evaluate((to) => {
        location.hash = `#/${to}`;
      }, path);
      await page.waitForTimeout(500);
      const text = await page.evaluate(() => document.body.innerText);
      assert.doesNotMatch(text, /\{\{|\}\}|undefined|NaN|\[object/, `${language} ${path}`);
      assert.doesNotMatch(
        text,
        /\b(nav|live|calls|trunks|health|call|drop|shell)\.[a-z_]+\b/,
        `${language} ${path}`,
      );
    }
  }
});

test('reasons are told in each language', async () => {
  const answer = await page.request.get(`${base}/api/v1/detectors`);
  const { items } = await answer.json();
  assert.ok(items.length > 0);
  for (const detector of items) {
    for (const language of ['kk', 'ru', 'en']) {
      assert.ok(
        detector.title[language] && detector.says[language],
        `${detector.name} in ${language}`,
      );
    }
  }
});

test('nothing broke the content policy and nothing was thrown', () => {
  assert.deepEqual(troubles, []);
});
