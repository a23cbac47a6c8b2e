// What the journeys share: where the centre is, who signs in, Debian's Chromium, and the promise
// that the page breaks no content policy and throws nothing.

import { chromium } from 'playwright-core';

export const base = process.env.QORGAN_URL ?? 'http://127.0.0.1:8080';
export const operator = {
  name: process.env.QORGAN_USER ?? 'operator',
  password: process.env.QORGAN_PASSWORD ?? 'operator',
};
export const engineer = {
  name: process.env.QORGAN_ENGINEER ?? 'engineer',
  password: process.env.QORGAN_ENGINEER_PASSWORD ?? 'engineer',
};

export const prosecutor = {
  name: process.env.QORGAN_PROSECUTOR ?? 'prosecutor',
  password: process.env.QORGAN_PROSECUTOR_PASSWORD ?? 'prosecutor',
};

export const launch = () =>
  chromium.launch({
    executablePath: process.env.QORGAN_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--no-first-run',
    ],
  });

/**
 * A page in a context of its own. `troubles` collects violations of the content policy, uncaught
 * errors and error messages of the console; a journey ends by asserting that it is empty.
 */
export async function newPage(
  browser,
  { language = 'en', theme = 'dark', width = 1440, height = 900 } = {},
) {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  await context.addInitScript(
    ([lang, scheme]) => {
      if (!localStorage.getItem('qorgan.language')) localStorage.setItem('qorgan.language', lang);
      if (!localStorage.getItem('qorgan.theme')) localStorage.setItem('qorgan.theme', scheme);
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(
          `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
      });
    },
    [language, theme],
  );
  const page = await context.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    // An answer of 401 or 404 that the console handles is reported by the browser as an error too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      troubles.push(message.text());
    }
  });
  return { page, context, troubles };
}

export async function signIn(page, who) {
  await page.goto(`${base}/`);
  await page.locator('input[name="name"]').fill(who.name);
  await page.locator('input[name="password"]').fill(who.password);
  await page.locator('button[type="submit"]').click();
  await page.locator('[data-testid="user-menu"]').waitFor();
}

export async function goTo(page, path) {
  await page.evaluate((target) => {
    location.hash = `#/${target}`;
  }, path);
}

export const liveRows = (page) => page.locator('.live-row');

/** Polls until `test` gives something true; says what was waited for when it does not. */
export async function eventually(what, test, timeoutMs = 10_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await test();
    if (value) return value;
    if (Date.now() > end) throw new Error(`did not happen in ${timeoutMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
