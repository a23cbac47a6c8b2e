// Pictures of every page in both themes: node e2e/screenshots.mjs FOLDER [language]
// QORGAN_URL, QORGAN_USER, QORGAN_PASSWORD, QORGAN_ENGINEER, QORGAN_ENGINEER_PASSWORD as the
// journeys.

import { mkdir } from 'node:fs/promises';
import { base, engineer, goTo, launch, liveRows, newPage, operator, signIn } from './browser.mjs';

const folder = process.argv[2] ?? 'screenshots';
const languages = process.argv[3] ? [process.argv[3]] : ['en', 'ru', 'kk'];
await mkdir(folder, { recursive: true });
const browser = await launch();
let bad = 0;

async function shoot(page, name) {
  await page.waitForTimeout(350);
  await page.screenshot({ path: `${folder}/${name}.png` });
  console.log(`${folder}/${name}.png`);
}

for (const language of languages) {
  for (const theme of ['dark', 'light']) {
    const { page, context, troubles } = await newPage(browser, { language, theme });
    const named = (what) => `${what}-${theme}-${language}`;
    await page.goto(`${base}/`);
    await page.locator('input[name="name"]').waitFor();
    await shoot(page, named('sign-in'));
    await signIn(page, operator);
    await liveRows(page).first().waitFor();
    await page.waitForTimeout(2500);
    await shoot(page, named('live'));
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('Shift+Slash');
    await shoot(page, named('keyboard'));
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape'); // lets the rows flow again
    for (const [filter, name] of [
      [1, 'live-now'],
      [3, 'alerted'],
      [2, 'refused'],
    ]) {
      await page.locator('.toolbar .mantine-SegmentedControl-label').nth(filter).click();
      await page.waitForTimeout(200);
      await shoot(page, named(`live-${name}`));
    }
    await page.locator('.toolbar .mantine-SegmentedControl-label').nth(1).click();
    const alerted = page.locator('.live-row[data-state="answered"]:has([data-level])').first();
    const any = page
      .locator('.live-row[data-state="answered"]:not(:has([data-verdict="emergency"]))')
      .first();
    const talking = await alerted.waitFor({ timeout: 5000 }).then(
      () => alerted,
      () => any,
    );
    if (
      await talking.waitFor({ timeout: 15_000 }).then(
        () => true,
        () => false,
      )
    ) {
      await talking.click();
      await page.locator('[data-testid="ladder"]').waitFor();
      await shoot(page, named('call'));
      await page.locator('[data-testid="drop"]').click();
      await shoot(page, named('drop'));
      await page.locator('[data-testid="drop-confirm"]').click();
      await page
        .locator('[data-testid="teardown"][data-outcome="confirmed"]')
        .waitFor({ timeout: 8000 })
        .catch(() => undefined);
      await shoot(page, named('dropped'));
    }
    await goTo(page, 'live');
    await page.locator('.toolbar .mantine-SegmentedControl-label').nth(2).click();
    await liveRows(page).first().click();
    await page.locator('[data-testid="ladder"]').waitFor();
    await shoot(page, named('call-refused'));
    await goTo(page, 'calls');
    await page.locator('.archive tbody tr').first().waitFor();
    await shoot(page, named('calls'));
    await goTo(page, 'trunks');
    await page.locator('.trunks tbody tr').first().waitFor();
    await page.waitForTimeout(6000);
    await shoot(page, named('trunks'));
    await context.close();
    const second = await newPage(browser, { language, theme });
    await signIn(second.page, engineer);
    await goTo(second.page, 'policy');
    await second.page.locator('.yaml span').first().waitFor();
    await shoot(second.page, named('policy'));
    await second.page.locator('[data-testid="policy-reload"]').click();
    await second.page.waitForTimeout(600);
    await shoot(second.page, named('policy-reloaded'));
    await second.context.close();
    for (const trouble of [...troubles, ...second.troubles]) {
      ++bad;
      console.error(`${language} ${theme}: ${trouble}`);
    }
  }
}
await browser.close();
process.exitCode = bad ? 1 : 0;
