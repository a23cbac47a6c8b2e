// Pictures of the desk in both themes: npm run pictures:desk -- FOLDER [language]; the centre and
// its calls as for the desk's journeys (tests/browser/run --desk-pictures FOLDER).

import { mkdir } from 'node:fs/promises';
import { launch, newPage } from './browser.mjs';
import { atDesk, call, freshPair, openCase, people } from './desk/desk.mjs';

const folder = process.argv[2] ?? 'screenshots';
const languages = process.argv[3] ? [process.argv[3]] : ['en', 'ru', 'kk'];
await mkdir(folder, { recursive: true });
const browser = await launch();
let bad = 0;

for (let n = 0; n < 4; ++n) await call(n % 2 ? 'grey' : 'urgent');
const range = freshPair().caller.slice(0, -2);
for (const end of ['01', '02', '03', '04']) {
  await call('urgent', { caller: range + end, callee: freshPair().callee });
}

for (const language of languages) {
  for (const theme of ['dark', 'light']) {
    const { page, context, troubles } = await newPage(browser, { language, theme });
    const shoot = async (name) => {
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${folder}/${name}-${theme}-${language}.png` });
    };
    await atDesk(page, people.operator);
    await page.locator('.queue-row').first().waitFor();
    await page.keyboard.press('KeyJ');
    await shoot('desk');
    const id = await page.locator('.queue-row').first().getAttribute('data-case');
    await openCase(page, id);
    await page.locator('[data-testid="ladder"]').waitFor();
    if ((await page.locator('.case-state[data-state="mine"]').count()) === 0) {
      await page.keyboard.press('KeyC');
      await page.locator('.case-state[data-state="mine"]').waitFor();
    }
    await shoot('case');
    await page.keyboard.press('KeyO');
    await page.locator('[role="dialog"] input[value="paid"]').check();
    await shoot('outcome');
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    await page.keyboard.press('KeyD');
    await shoot('drop-group');
    for (const trouble of troubles) {
      ++bad;
      console.error(`${language} ${theme}: ${trouble}`);
    }
    await context.close();
  }
}
await browser.close();
process.exitCode = bad ? 1 : 0;
