import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import {
  base,
  engineer,
  goTo,
  launch,
  liveRows,
  newPage,
  operator,
  prosecutor,
  signIn,
} from '../browser.mjs';

const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function violations(page) {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map(
      (one) =>
        `${one.id}: ${one.nodes
          .slice(0, 3)
          .map(
            (node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.failureSummary})`,
          )
          .join('; ')}`,
    );
}

for (const theme of ['dark', 'light']) {
  for (const language of ['kk', 'ru', 'en']) {
    test(`no serious violations, ${theme}, ${language}`, async () => {
      const { page, context } = await newPage(browser, { theme, language });
      const bad = [];
      const check = async (what) => {
        await page.waitForTimeout(250);
        for (const one of await violations(page)) bad.push(`${what}: ${one}`);
      };
      await page.goto(`${base}/`);
      await page.locator('input[name="name"]').waitFor();
      await check('sign-in');
      await signIn(page, operator);
      await liveRows(page).first().waitFor({ timeout: 30_000 });
      await page.keyboard.press('KeyJ');
      await check('live');
      await page.keyboard.press('Shift+Slash');
      await page.locator('[role="dialog"]').waitFor();
      await check('keyboard help');
      await page.keyboard.press('Escape');
      await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
      await page.locator('.live-row[aria-selected="true"]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('[data-testid="ladder"]').waitFor();
      await check('call');
      await goTo(page, 'calls');
      await page.locator('.archive tbody tr').first().waitFor();
      await check('calls');
      await goTo(page, 'trunks');
      await page.locator('.trunks tbody tr').first().waitFor();
      await check('trunks');
      await goTo(page, 'orders');
      await page.locator('[data-testid="orders"] .empty').waitFor();
      await check('orders');
      await goTo(page, 'orders/new');
      await page.locator('input[name="target"]').waitFor();
      await check('a new order');
      await goTo(page, 'appeal');
      await page.locator('input[name="case_number"]').waitFor();
      await check('appeal');
      await goTo(page, 'live');
      await page.locator('[data-testid="user-menu"]').click();
      await page.locator('[role="menu"]').waitFor();
      await check('menu');
      await page.locator('[data-testid="sign-out"]').click();
      await page.locator('input[name="name"]').waitFor();
      await signIn(page, engineer);
      await goTo(page, 'policy');
      await page.locator('.yaml span').first().waitFor();
      await check('policy');
      await page.locator('[data-testid="user-menu"]').click();
      await page.locator('[data-testid="sign-out"]').click();
      await page.locator('input[name="name"]').waitFor();
      await signIn(page, prosecutor);
      await goTo(page, 'law');
      await page.locator('[data-testid="law-waiting"]').waitFor();
      await check('law');
      await goTo(page, 'audit');
      await page.locator('[data-testid="audit-entries"]').waitFor();
      await check('audit');
      assert.equal(bad.join('\n'), '');
      await context.close();
    });
  }
}

test('a dialog takes the focus, keeps it and gives it back', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page, operator);
  await page.locator('.toolbar .mantine-SegmentedControl-label').nth(1).click();
  await page
    .locator('.live-row[data-state="answered"]:not(:has([data-verdict="emergency"]))')
    .first()
    .click({ timeout: 60_000 });
  const drop = page.locator('[data-testid="drop"]');
  await drop.focus();
  await page.keyboard.press('Enter');
  await page.locator('[role="dialog"]').waitFor();
  await page.waitForTimeout(300);
  for (let n = 0; n < 8; ++n) {
    await page.keyboard.press('Tab');
    assert.ok(
      await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null),
    );
  }
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('data-testid')),
    'drop',
  );
  await context.close();
});

test('no focused control hides behind another thing', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page, operator);
  for (const path of ['live', 'calls', 'trunks']) {
    await goTo(page, path);
    await page.waitForTimeout(700);
    for (let n = 0; n < 25; ++n) {
      await page.keyboard.press('Tab');
      const hidden = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const box = element.getBoundingClientRect();
        if (box.width < 3 || box.height < 3) return null; // inputs behind their labels
        const x = Math.min(innerWidth - 2, Math.max(1, box.left + box.width / 2));
        const y = Math.min(innerHeight - 2, Math.max(1, box.top + Math.min(box.height / 2, 20)));
        const top = document.elementFromPoint(x, y);
        return top && (element.contains(top) || top.contains(element) || top.closest('label'))
          ? null
          : `${element.outerHTML.slice(0, 120)} under ${top?.outerHTML.slice(0, 80)}`;
      });
      assert.equal(hidden, null, path);
    }
  }
  await context.close();
});
