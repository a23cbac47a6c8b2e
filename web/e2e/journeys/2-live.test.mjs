import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, launch, liveRows, newPage, operator, signIn } from '../browser.mjs';

let browser;
let page;
let troubles;
before(async () => {
  browser = await launch();
  ({ page, troubles } = await newPage(browser));
  await signIn(page, operator);
  await liveRows(page).first().waitFor({ timeout: 30_000 });
});
after(() => browser?.close());

const filter = (index) =>
  page.locator('.toolbar .mantine-SegmentedControl-label').nth(index).click();
const firstId = () => liveRows(page).first().getAttribute('data-call');
const idsShown = () =>
  liveRows(page).evaluateAll((rows) =>
    rows
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((row) => row.dataset.call),
  );

test('calls arrive by themselves and the screen shows its own delay', async () => {
  const newest = async () => (await idsShown())[0];
  const before = await newest();
  await eventually('a newer call', async () => (await newest()) > before, 30_000);
  assert.match(await page.locator('[data-testid="feed"]').textContent(), /^Live · \d+\.\d s$/);
  const ids = await idsShown();
  assert.deepEqual(ids, [...ids].sort().reverse(), 'newest first');
});

test('rows do not move under the cursor; new ones wait and are counted', async () => {
  await page.keyboard.press('KeyJ');
  const before = await idsShown();
  const pill = page.locator('[data-testid="pending"]');
  await pill.waitFor({ timeout: 30_000 });
  assert.deepEqual(await idsShown(), before);
  assert.match(await pill.textContent(), /\d+ new/);
  assert.equal(
    await page.locator('.live-row[aria-selected="true"]').getAttribute('data-call'),
    before[0],
  );
  await page.keyboard.press('Escape');
  await eventually('the waiting rows', async () => (await idsShown())[0] > before[0]);
});

test('keys work by their place: the Russian letter о on J, the Kazakh one too', async () => {
  const press = (key) =>
    page.evaluate(
      (typed) =>
        document.dispatchEvent(
          new KeyboardEvent('keydown', {
            code: 'KeyJ',
            key: typed,
            bubbles: true,
            cancelable: true,
          }),
        ),
      key,
    );
  await press('о');
  await press('о');
  const selected = page.locator('.live-row[aria-selected="true"]');
  await selected.waitFor();
  assert.equal(await selected.getAttribute('data-call'), (await idsShown())[1]);
  await page.keyboard.press('Escape');
});

test('search narrows the rows', async () => {
  const trunk = await liveRows(page).first().locator('[role="gridcell"]').nth(1).textContent();
  await page.keyboard.press('Slash');
  await page.keyboard.type(trunk);
  await eventually('only that trunk', async () => {
    const names = await page.locator('.live-row [role="gridcell"]:nth-child(2)').allTextContents();
    return names.length > 0 && names.every((name) => name === trunk);
  });
  await page.keyboard.press('Escape');
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await page.locator('.toolbar .search input').fill('');
});

test('a refused call says why: reasons in words, weights, SIP ladder and table', async () => {
  await filter(2);
  await eventually('a refused call', async () => (await liveRows(page).count()) > 0, 60_000);
  const verdicts = await liveRows(page).locator('.badge').first().textContent();
  assert.match(verdicts, /Refused|would refuse/);
  const refused = page.locator('.live-row[data-verdict="block"]').first();
  await refused.waitFor({ timeout: 60_000 });
  const id = await refused.getAttribute('data-call');
  await refused.click();
  await page.locator('[data-testid="reasons"] .reason').first().waitFor();
  assert.ok(page.url().endsWith(`#/calls/${id}`));
  const reason = await page.locator('[data-testid="reasons"] .reason p').first().textContent();
  assert.ok(reason.length > 10 && !/[{}]/.test(reason), `a sentence without holes: ${reason}`);
  assert.match(
    await page.locator('[data-testid="reasons"] .weight span').first().textContent(),
    /^[+−-]?\d/,
  );
  const picture = page.locator('[data-testid="ladder"] svg.ladder');
  await picture.waitFor();
  const drawn = await picture.locator('.what').allTextContents();
  assert.equal(drawn[0], 'INVITE');
  assert.ok(
    drawn.some((what) => /^[3-6]\d\d/.test(what)),
    `a final refusal among ${drawn}`,
  );
  await page.locator('[data-testid="ladder"] .mantine-SegmentedControl-label').nth(1).click();
  const table = await page.locator('[data-testid="ladder"] tbody tr').count();
  assert.equal(table, drawn.length, 'the table says the same');
  await page.keyboard.press('Escape');
  await liveRows(page).first().waitFor();
  await filter(0);
});

test('coming back finds the page as it was left', async () => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('KeyJ');
  const chosen = await page.locator('.live-row[aria-selected="true"]').getAttribute('data-call');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="ladder"]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator(`.live-row[data-call="${chosen}"][aria-selected="true"]`).waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await firstId());
});

test('nothing broke the content policy and nothing was thrown', () => {
  assert.deepEqual(troubles, []);
});
