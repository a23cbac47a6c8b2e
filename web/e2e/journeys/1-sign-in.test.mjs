import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, launch, newPage, operator, signIn } from '../browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('a wrong password is said in words, and nothing else is told', async () => {
  const { page, context, troubles } = await newPage(browser);
  await page.goto(`${base}/`);
  await page.locator('input[name="name"]').fill(operator.name);
  await page.locator('input[name="password"]').fill('not the password');
  await page.locator('button[type="submit"]').click();
  const error = page.locator('[data-testid="sign-in-error"]');
  await error.waitFor();
  assert.equal((await error.textContent()).trim(), 'The user name or password is not right.');
  assert.equal(await page.locator('input[name="password"]').inputValue(), '');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'password');
  assert.deepEqual(troubles, []);
  await context.close();
});

test('signing in leads to the live page, a reload keeps it, signing out ends it', async () => {
  const { page, context, troubles } = await newPage(browser);
  await signIn(page, operator);
  await page.locator('[data-testid="counters"]').waitFor();
  const cookies = await context.cookies(base);
  const cookie = cookies.find((one) => one.name === 'qorgan_session');
  assert.ok(cookie?.httpOnly, 'the session cookie is HttpOnly');
  assert.equal(cookie.sameSite, 'Strict');
  await page.reload();
  await page.locator('[data-testid="user-menu"]').click();
  await page.locator('[data-testid="sign-out"]').click();
  await page.locator('input[name="name"]').waitFor();
  await page.reload();
  await page.locator('input[name="name"]').waitFor();
  assert.equal(await page.locator('[data-testid="user-menu"]').count(), 0);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a demonstration says so before and after signing in', async (t) => {
  const { page, context } = await newPage(browser);
  const about = await (await page.request.get(`${base}/api/v1/about`)).json();
  if (!about.demonstration) return t.skip('this centre is not a demonstration');
  await page.goto(`${base}/`);
  await page.locator('[data-testid="demo-notice"]').waitFor();
  const first = about.demonstration_users[0].name;
  await page.locator('[data-testid="demo-users"] button').first().click();
  assert.equal(await page.locator('input[name="name"]').inputValue(), first);
  await signIn(page, operator);
  for (const path of ['live', 'calls', 'trunks']) {
    await page.evaluate((to) => {
      location.hash = `#/${to}`;
    }, path);
    assert.ok(await page.locator('[data-testid="demo-notice"]').isVisible(), `on ${path}`);
  }
  return context.close();
});
