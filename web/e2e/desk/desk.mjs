// What the desk's journeys share: calls on order, people, the queue.

import assert from 'node:assert/strict';
import { base, eventually, goTo, signIn } from '../browser.mjs';

const calls = process.env.QORGAN_CALLS;
const secret = process.env.QORGAN_PASSWORD ?? 'operator';

export const people = {
  operator: { name: 'operator', password: secret },
  lead: { name: 'lead', password: secret },
  prosecutor: { name: 'prosecutor', password: secret },
};

/** Limits hold on a quiet machine; elsewhere they are printed and five times as much is allowed. */
export const within = (milliseconds) =>
  process.env.QORGAN_STRICT_TIMING === '1' ? milliseconds : 5 * milliseconds;

/** The queue, moving: nothing under the cursor holds it still. */
export async function toDesk(page) {
  await goTo(page, 'desk');
  await page.locator('[data-testid="queue"]').waitFor();
  await page.mouse.move(2, 2); // a pointer on the queue holds it still
  await page.keyboard.press('Escape');
}

// Each file of journeys runs in a process of its own against the same centre.
let numbers = Math.floor(Math.random() * 80_000);
/** Numbers of a call that no other call has; callers lie in ranges of their own. */
export const freshPair = () => {
  ++numbers;
  return {
    caller: `+49151${10_000_000 + numbers * 1000}`,
    callee: `+7701${2_000_000 + numbers * 80 + Math.floor(Math.random() * 80)}`,
  };
};

/** A suspicious call that talks until somebody ends it. */
export async function call(trunk, { caller, callee } = freshPair()) {
  const query = new URLSearchParams({ trunk, caller, callee });
  const answer = await fetch(`${calls}/call?${query}`, { method: 'POST' });
  assert.equal(answer.status, 200);
  return { caller, callee };
}

/** How the caller's SIPp ended; 0 is as its scenario wants: hung up by the centre. */
export const endOf = (caller) =>
  eventually(`the call of ${caller} to end`, async () => {
    const answer = await fetch(`${calls}/ended?${new URLSearchParams({ caller })}`);
    const { ended } = await answer.json();
    return ended === null ? undefined : [ended];
  });

/** A number as rows show it, without its spaces. */
export const bare = (text) => text.replace(/[^+\d•]/g, '');

export async function atDesk(page, who) {
  await signIn(page, who);
  await goTo(page, 'desk');
  await page.locator('[data-testid="queue"]').waitFor();
  await page.mouse.move(2, 2); // a pointer on the queue holds it still
}

/** The row of the case whose caller this is. */
export async function rowOf(page, caller) {
  let found;
  await eventually(`a case of ${caller}`, async () => {
    for (const row of await page.locator('.queue-row').all()) {
      const number = row.locator('.number').first();
      const text = await number.textContent({ timeout: 500 }).catch(() => '');
      if (bare(text) === caller) {
        found = await row.getAttribute('data-case');
        return true;
      }
    }
    return false;
  });
  return page.locator(`.queue-row[data-case="${found}"]`);
}

export const openCase = async (page, id) => {
  await goTo(page, `desk/${id}`);
  await page.locator(`[data-testid="case-head"][data-case="${id}"]`).waitFor();
};

/** What the centre itself says of a case. */
export async function caseOf(page, id) {
  const answer = await page.request.get(`${base}/api/v1/desk/cases/${id}`);
  assert.equal(answer.status(), 200);
  return answer.json();
}
