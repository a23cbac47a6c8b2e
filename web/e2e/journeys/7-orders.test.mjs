// A lasting measure from its draft to its end: proposed by an operator, approved by a prosecutor,
// carried out by the next call, appealed against by the caller, lifted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  base,
  eventually,
  goTo,
  launch,
  newPage,
  operator,
  prosecutor,
  signIn,
} from '../browser.mjs';
import { busySwitch, call } from '../telephones.mjs';

const caller = '+4915155500987';
let browser;
let office;
let desk;
let law;
let citizen;
let order;
before(async () => {
  browser = await launch();
  office = await busySwitch();
  desk = await newPage(browser);
  law = await newPage(browser);
  citizen = await newPage(browser);
  await signIn(desk.page, operator);
  await signIn(law.page, prosecutor);
});
after(async () => {
  await browser?.close();
  await office?.close();
});

const stateOf = (page) => page.locator('[data-testid="order"]').getAttribute('data-state');

test('before the order the call goes through', async () => {
  // The centre may have found its next hop gone between two journeys.
  await eventually(
    'a call that goes through',
    async () => (await call(caller)).status === 486,
    60_000,
  );
});

test('an operator drafts an order, sees what it would hit, and submits it', async () => {
  const { page } = desk;
  await goTo(page, 'orders');
  await page.locator('[data-testid="order-new"]').click();
  await page.locator('input[name="target"]').fill('12');
  await page.locator('textarea[name="note"]').fill('forty complaints in a day');
  await page.locator('[data-testid="order-draft"]').click();
  const wrong = page.locator('[data-testid="order-mistakes"]');
  await wrong.waitFor();
  assert.match(await wrong.textContent(), /target/);
  await page.locator('input[name="target"]').fill(caller);
  await page.locator('[data-testid="order-count"]').click();
  await eventually('the call before is in the blast radius', async () => {
    await page.locator('[data-testid="order-count"]').click();
    return Number(await page.locator('[data-testid="blast"] dd').first().textContent()) > 0;
  });
  await page.locator('[data-testid="order-draft"]').click();
  await page.locator('[data-testid="order"]').waitFor();
  assert.equal(await stateOf(page), 'draft');
  await page.locator('[data-testid="order-submit"]').click();
  await eventually('submitted', async () => (await stateOf(page)) === 'submitted');
  assert.equal(await page.locator('[data-testid="order-approve"]').count(), 0);
  order = page.url().split('/').pop();
});

test('a prosecutor approves it with the password, and it is in force within a second', async () => {
  const { page } = law;
  await goTo(page, 'law');
  await page.locator(`[data-testid="law-waiting"] tr[data-order="${order}"]`).click();
  await page.locator('[data-testid="order-approve"]').click();
  const password = page.locator('input[name="confirm-password"]');
  await password.fill('not the password');
  await page.locator('[data-testid="order-confirm"]').click();
  await page.getByText('The password is not right.').waitFor();
  await password.fill(prosecutor.password);
  await page.locator('[data-testid="order-confirm"]').click();
  await page.locator('[data-testid="order-enforced_at"]').waitFor({ timeout: 3_000 });
  assert.equal(await stateOf(page), 'active');
  const told = await (await page.request.get(`${base}/api/v1/orders/${order}`)).json();
  const ms = Date.parse(told.enforced_at) - Date.parse(told.decided_at);
  console.log(`in force ${ms} ms after approval`);
  assert.ok(ms <= 1_000, `in force ${ms} ms after approval`);
});

let refusal;
test('the next call of the number is refused', async () => {
  refusal = await call(caller);
  assert.equal(refusal.status, 603);
  assert.match(refusal.id, /^[0-9a-f]{16}$/);
});

test('the caller asks for review without an account and gets a case number', async () => {
  const { page } = citizen;
  await page.goto(`${base}/#/appeal?id=${refusal.id}`);
  assert.equal(await page.locator('input[name="call"]').inputValue(), refusal.id);
  await page.locator('textarea[name="words"]').fill('I call my mother');
  await page.locator('[data-testid="appeal-file"]').click();
  const number = await page.locator('[data-testid="case-number"]').textContent();
  assert.match(number, /^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
  await page.locator('input[name="case_number"]').fill(number);
  await page.locator('[data-testid="appeal-look"]').click();
  const told = page.locator('[data-testid="appeal-told"]');
  await told.waitFor();
  assert.equal(await told.getAttribute('data-state'), 'open');
});

test('the prosecutor grants the appeal, and the next call goes through', async () => {
  const { page } = law;
  await goTo(page, 'law');
  const row = page.locator('[data-testid="law-appeals"] tr[data-state="open"]').first();
  await row.waitFor();
  assert.match(await row.textContent(), new RegExp(`Order ${order}`));
  await row.locator('[data-testid="appeal-decide"]').click();
  await page.locator('textarea[name="appeal-reason"]').fill('an honest caller');
  await page.locator('[data-testid="appeal-grant"]').click();
  await goTo(page, `orders/${order}`);
  await page.locator('[data-testid="order-withdrawn_at"]').waitFor({ timeout: 3_000 });
  assert.equal(await stateOf(page), 'lifted');
  assert.equal((await call(caller)).status, 486);
  await citizen.page.locator('[data-testid="appeal-look"]').click();
  const told = citizen.page.locator('[data-testid="appeal-told"][data-state="granted"]');
  await told.waitFor();
  assert.match(await told.textContent(), /an honest caller/);
});

test('an order is printed as a page of its own', async () => {
  const { page } = law;
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.topbar').isVisible(), false);
  assert.equal(await page.locator('.order-document').isVisible(), true);
  assert.equal(await page.locator('.order-signature').isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
});

test('the audit page shows who did what and proves that nothing was rewritten', async () => {
  const { page } = law;
  await goTo(page, 'audit');
  const proof = page.locator('[data-testid="audit-proof"]');
  await proof.waitFor();
  assert.equal(await proof.getAttribute('data-judgement'), 'first');
  await page.locator('input[name="action"]').fill('approve_order');
  await page.locator('form[role="search"] button[type="submit"]').click();
  const found = page.locator('[data-testid="audit-entries"] tbody tr');
  await eventually('the approval', async () => (await found.count()) === 1);
  assert.match(await found.first().textContent(), /prosecutor:prosecutor.*approve_order/);
  await page.waitForTimeout(1_500); // what was done meanwhile is sealed
  await page.reload();
  await proof.waitFor();
  assert.equal(await proof.getAttribute('data-judgement'), 'good');
});

test('nothing broke the content policy and nothing was thrown', () => {
  assert.deepEqual([...desk.troubles, ...law.troubles, ...citizen.troubles], []);
});
