// Drops a live, answered call. QORGAN_DROP_SEARCH (a caller's number, or any text of the live
// page's search) says which; without it the newest answered call is taken. When QORGAN_DROP_EXPECT
// is "confirmed" (the default) both legs must end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, launch, newPage, operator, signIn } from '../browser.mjs';

const wanted = process.env.QORGAN_DROP_SEARCH ?? '';
const expected = process.env.QORGAN_DROP_EXPECT ?? 'confirmed';
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('d on a live call asks once, then follows the teardown to its end', async () => {
  const { page, troubles } = await newPage(browser);
  await signIn(page, operator);
  await page.locator('.toolbar .mantine-SegmentedControl-label').nth(1).click();
  if (wanted) await page.locator('.toolbar .search input').fill(wanted);
  await page
    .locator('h1')
    .first()
    .focus()
    .catch(() => undefined);
  await page.evaluate(() => document.activeElement?.blur());
  const answered = page.locator(
    '.live-row[data-state="answered"]:not(:has([data-verdict="emergency"]))',
  );
  await answered.first().waitFor({ timeout: 60_000 });
  await page.keyboard.press('KeyJ'); // rows stand still from here on
  const target = await answered.first().getAttribute('data-call');
  for (let n = 0; n < 400; ++n) {
    const at = await page.locator('.live-row[aria-selected="true"]').getAttribute('data-call');
    if (at === target) break;
    await page.keyboard.press('KeyJ');
  }
  await page.keyboard.press('KeyD');
  const dialog = page.locator('[role="dialog"]');
  await dialog.waitFor();
  const started = Date.now();
  await page.keyboard.press('Enter'); // the confirming button has the focus
  const card = page.locator(`[data-testid="drop-card"][data-call="${target}"]`);
  await card.waitFor();
  await eventually(
    `teardown ${expected}`,
    async () => (await card.getAttribute('data-state')) === expected,
    20_000,
  );
  console.log(`${expected} ${Date.now() - started} ms after the key`);
  await page.keyboard.press('Escape');
  await card.locator('a').click();
  const panel = page.locator('[data-testid="teardown"]');
  await panel.waitFor();
  await eventually(
    'the call page agrees',
    async () => (await panel.getAttribute('data-outcome')) === expected,
  );
  if (expected === 'confirmed') {
    assert.match(await panel.textContent(), /Confirmed: both legs have ended/);
    assert.equal(await panel.locator('.steps li[data-done="true"]').count(), 4);
    assert.match(await page.locator('#drop-why').textContent(), /not live any more/);
    await eventually('BYE to each side in the ladder', async () => {
      const drawn = await page.locator('[data-testid="ladder"] .what').allTextContents();
      return drawn.filter((what) => what === 'BYE').length >= 2;
    });
  }
  assert.deepEqual(troubles, []);
});
