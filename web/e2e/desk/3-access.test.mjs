// The desk in both themes and three languages, as axe sees it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, newPage } from '../browser.mjs';
import { atDesk, call, openCase, people } from './desk.mjs';

const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
let browser;
before(async () => {
  browser = await launch();
  await call('urgent');
  await call('grey');
});
after(() => browser?.close());

async function violations(page) {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.map(
    (one) => `${one.id}: ${one.nodes[0].target.join(' ')} ${one.nodes[0].failureSummary}`,
  );
}

for (const theme of ['dark', 'light']) {
  for (const language of ['kk', 'ru', 'en']) {
    test(`no violations, ${theme}, ${language}`, async () => {
      const { page, context } = await newPage(browser, { theme, language });
      const bad = [];
      const check = async (what) => {
        await page.waitForTimeout(250);
        for (const one of await violations(page)) bad.push(`${what}: ${one}`);
      };
      await atDesk(page, people.lead);
      const row = page.locator('.queue-row').first();
      await row.waitFor();
      const id = await row.getAttribute('data-case');
      await page.keyboard.press('KeyJ');
      await check('desk');
      await openCase(page, id);
      await page.locator('[data-testid="ladder"]').waitFor();
      if ((await page.locator('.case-state[data-state="mine"]').count()) === 0) {
        await page.keyboard.press('KeyC');
        await page.locator('.case-state[data-state="mine"], [role="dialog"]').first().waitFor();
      }
      await check('case');
      await page.keyboard.press('KeyO');
      await page.locator('[role="dialog"] input[value="paid"]').check();
      await page.waitForTimeout(300);
      await check('outcome');
      assert.equal(bad.join('\n'), '');
      await context.close();
    });
  }
}
