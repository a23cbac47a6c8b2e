import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, engineer, goTo, launch, newPage, operator, signIn } from '../browser.mjs';

let browser;
let page;
let troubles;
before(async () => {
  browser = await launch();
  ({ page, troubles } = await newPage(browser));
  await signIn(page, engineer);
});
after(() => browser?.close());

test('trunks show the figures of a switch', async () => {
  await goTo(page, 'trunks');
  await page.locator('.trunks tbody tr').first().waitFor();
  const heads = await page.locator('.trunks thead th').allTextContents();
  for (const head of [
    'CPS',
    'Attempts',
    'ASR',
    'ACD',
    'PDD',
    'Final answers',
    'Live',
    'Refused',
    'Would refuse',
  ]) {
    assert.ok(heads.includes(head), `${head} among ${heads}`);
  }
  const told = await (await page.request.get(`${base}/api/v1/trunks`)).json();
  assert.equal(await page.locator('.trunks tbody tr').count(), told.items.length);
  assert.match(
    await page.locator('[data-testid="journal"]').textContent(),
    /durable before a refusal leaves/,
  );
});

test('the policy is shown and read again', async () => {
  await goTo(page, 'policy');
  await page.locator('.yaml span').first().waitFor();
  assert.match(await page.locator('.yaml').innerText(), /version: 2/);
  await page.locator('[data-testid="policy-reload"]').click();
  const adopted = page.locator('[data-testid="policy-adopted"]');
  await adopted.waitFor();
  assert.match(await adopted.textContent(), /in force already/);
});

test('an engineer sees every number masked, cannot open or drop, and is told why', async () => {
  await goTo(page, 'live');
  await page.locator('.live-row').first().waitFor({ timeout: 30_000 });
  const shown = await page.locator('.live-row .number').allTextContents();
  const bare = shown.filter((number) => /^\+\d[\d\u00a0]{8,}$/.test(number));
  assert.deepEqual(bare, []);
  await page.locator('.live-row').first().click();
  const drop = page.locator('[data-testid="drop"]');
  await drop.waitFor();
  assert.equal(await drop.getAttribute('aria-disabled'), 'true');
  assert.match(await page.locator('#drop-why').textContent(), /Only operators/);
  await page.keyboard.press('KeyD');
  assert.equal(await page.locator('[role="dialog"]').count(), 0);
  const id = page.url().split('/').pop();
  const session = await (await page.request.get(`${base}/api/v1/session`)).json();
  for (const [path, data] of [
    ['drop', { cause: 'test of rights' }],
    ['open-number', { purpose: 'test of rights' }],
  ]) {
    const answer = await page.request.post(`${base}/api/v1/calls/${id}/${path}`, {
      data,
      headers: {
        'X-CSRF-Token': session.csrf_token,
        'Idempotency-Key': 'rights-test-1',
        Origin: base,
      },
    });
    assert.equal(answer.status(), 403, path);
    assert.equal((await answer.json()).code, 'forbidden');
  }
  assert.deepEqual(troubles, []);
});

test('an operator does not see the policy', async () => {
  const second = await newPage(browser);
  await signIn(second.page, operator);
  assert.ok(!(await second.page.locator('.nav').textContent()).includes('Policy'));
  await goTo(second.page, 'policy');
  await second.page.getByText('The policy is shown to engineers.').waitFor();
  assert.deepEqual(second.troubles, []);
  await second.context.close();
});
