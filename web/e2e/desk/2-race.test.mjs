// Two browsers want the same case at the same moment.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, launch, newPage } from '../browser.mjs';
import { atDesk, call, caseOf, openCase, people, rowOf, toDesk } from './desk.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('one wins, the other is told who has it and may take over with a reason', async () => {
  const one = await newPage(browser);
  const two = await newPage(browser);
  await atDesk(one.page, people.operator);
  await atDesk(two.page, people.lead);
  for (let round = 0; round < 3; ++round) {
    const pair = await call('grey');
    await toDesk(one.page);
    const row = await rowOf(one.page, pair.caller);
    const id = await row.getAttribute('data-case');
    await openCase(one.page, id);
    await openCase(two.page, id);
    // The case may be one that an earlier call of this equipment opened, with a history of its own.
    const claims = async () => {
      const { history } = await caseOf(one.page, id);
      return history.filter((event) => event.action === 'claim').length;
    };
    const before = await claims();
    await Promise.all([one.page.keyboard.press('KeyC'), two.page.keyboard.press('KeyC')]);
    const { case: held } = await eventually('somebody to hold it', async () => {
      const told = await caseOf(one.page, id);
      return told.case.holder ? told : undefined;
    });
    const winner = held.holder.endsWith(':operator') ? one : two;
    const loser = winner === one ? two : one;
    await winner.page.locator('.case-state[data-state="mine"]').waitFor();
    await loser.page.locator('.case-state[data-state="held"]').waitFor();
    await loser.page.waitForTimeout(300);
    assert.equal(await claims(), before + 1, 'exactly one claim');
    if (round > 0) continue;
    await loser.page.keyboard.press('KeyC');
    await loser.page.locator('[role="dialog"] textarea').fill('The other desk has two calls');
    await loser.page.keyboard.press('Enter');
    await loser.page.locator('.case-state[data-state="mine"]').waitFor();
    await winner.page.locator('.case-state[data-state="held"]').waitFor();
  }
  assert.deepEqual([...one.troubles, ...two.troubles], []);
});
