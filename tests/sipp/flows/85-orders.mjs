// Lasting measures against real SIP: proposed by one person, approved by another, carried out by
// the next call, kept over a crash, lifted, and all of it re-derived from the journal.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, binary, kazakh, root, until } from '../harness.mjs';

const config = (bench) =>
  bench.file(
    'centre.yaml',
    fs
      .readFileSync(path.join(root, 'tests/config/flows.yaml'), 'utf8')
      .replace(
        'policy: flows-policy.yaml',
        `policy: ${root}/tests/config/flows-policy.yaml\nlegal_bases: ${root}/policy/legal-bases.yaml`,
      ),
  );
const password = { password: 'qorgan-demo' };
const caller = '+4915155500777';
let calls = 0;

/// One INVITE and, when it rings, its end; the status of the final answer.
async function probe(bench, from = caller, callee = kazakh(700)) {
  const port = 5200 + ++calls;
  const phone = await bench.listener(at.enforcing, port);
  const lines = (method, to) =>
    [
      `${method} sip:${callee}@${at.centre} SIP/2.0`,
      `Via: SIP/2.0/UDP ${at.enforcing}:${port};branch=z9hG4bKo${calls}`,
      'Max-Forwards: 70',
      `From: <sip:${from}@${at.enforcing}>;tag=o${calls}`,
      to,
      `Call-ID: order-${calls}@${at.enforcing}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:gw@${at.enforcing}:${port}>`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  const to = `To: <sip:${callee}@${at.centre}>`;
  await phone.send(lines('INVITE', to));
  const heard = await until('an answer', () =>
    phone.heard.find(({ text }) => /^SIP\/2\.0 (180|[2-6])/.test(text)),
  );
  const status = Number(heard.text.split(' ')[1]);
  if (status < 200) await phone.send(lines('CANCEL', to));
  const final = await until('the final answer', () =>
    phone.heard.find(({ text }) => /^SIP\/2\.0 [2-6][\s\S]*CSeq: 1 INVITE/.test(text)),
  );
  await phone.send(lines('ACK', /^To:.*$/m.exec(final.text)[0]));
  await phone.close();
  return status;
}

/// A switch that rings, never answers, and takes a CANCEL.
async function ringing(bench) {
  const phone = await bench.listener(at.switch);
  const invites = new Map();
  const answer = (request, status) => {
    const kept = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line));
    const to = /^To:.*$/m.exec(request)[0].trim();
    const tag = to.includes('tag=') ? '' : ';tag=s';
    const lines = [`SIP/2.0 ${status}`, ...kept, `${to}${tag}`, 'Content-Length: 0', '', ''];
    return phone.send(lines.join('\r\n'));
  };
  let read = 0;
  const timer = setInterval(() => {
    for (; read < phone.heard.length; ++read) {
      const { text } = phone.heard[read];
      const call = /^Call-ID:\s*(\S+)/m.exec(text)?.[1];
      if (text.startsWith('INVITE ') && !invites.has(call)) {
        invites.set(call, text);
        void answer(text, '180 Ringing');
      } else if (text.startsWith('CANCEL ')) {
        void answer(text, '200 OK');
        void answer(invites.get(call), '487 Request Terminated');
      } else if (text.startsWith('OPTIONS ')) {
        void answer(text, '200 OK');
      }
    }
  }, 5);
  bench.atEnd.push(() => clearInterval(timer));
}

const draft = (more = {}) => ({
  kind: 'number',
  target: caller,
  does: 'block',
  basis: 'service-rules',
  note: 'forty complaints in a day',
  valid_to: new Date(Date.now() + 36e5).toISOString(),
  ...more,
});

async function as(centre, name, where, body) {
  centre.cookie = undefined;
  await centre.signIn(name);
  return centre.api(where, body);
}
/// From draft to in force; the order as it was approved.
async function inForce(centre, more) {
  const { id } = await as(centre, 'operator', 'orders', draft(more));
  await centre.api(`orders/${id}/submit`, {});
  return as(centre, 'prosecutor', `orders/${id}/approve`, password);
}
async function acknowledged(centre, id, field) {
  const order = await until(`${field} of order ${id}`, async () => {
    const now = await centre.api(`orders/${id}`);
    return now[field] ? now : undefined;
  });
  return order;
}

export default {
  'an order refuses the next call within a second, survives a crash, and its end lets calls pass':
    async (bench) => {
      const centre = await bench.centre({ config: config(bench) });
      await ringing(bench);
      assert.equal(await probe(bench), 180, 'before the order');
      const approved = await inForce(centre);
      assert.equal(approved.state, 'active');
      const began = Date.now();
      const order = await acknowledged(centre, approved.id, 'enforced_at');
      const ms = Date.parse(order.enforced_at) - Date.parse(order.decided_at);
      assert.ok(ms <= 1000, `in force ${ms} ms after approval`);
      console.log(`    in force ${ms} ms after approval, seen ${Date.now() - began} ms after`);
      assert.equal(await probe(bench), 603, 'the next call of the number');
      assert.equal(await probe(bench, '+4915155500778'), 180, 'another number');
      assert.equal(await probe(bench, caller, '112'), 180, 'an emergency call');

      await centre.kill9();
      await centre.start();
      assert.equal(await probe(bench), 603, 'after the crash');
      centre.cookie = undefined;
      await centre.signIn('prosecutor');
      await acknowledged(centre, approved.id, 'enforced_at');
      const day = await until('the calls in the archive', async () => {
        const found = await centre.api('law-day');
        return found.effects[0]?.calls === 2 ? found : undefined;
      });
      assert.equal(day.effects[0].order, approved.id);

      await centre.api(`orders/${approved.id}/lift`, { reason: 'an honest caller' });
      await acknowledged(centre, approved.id, 'withdrawn_at');
      assert.equal(await probe(bench), 180, 'after the order was lifted');
      assert.equal((await centre.health()).orders.in_force, 0);
      await centre.stop();

      const file = path.join(centre.data, 'journal.sqlite');
      const replay = ['replay', '--journal', file, '--config', centre.config];
      const ran = spawnSync(binary, replay, { cwd: root, encoding: 'utf8' });
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
      assert.match(ran.stdout, /differences\s+0/);
    },

  'an emergency measure acts at once; an order that ends by the clock lets calls pass': async (
    bench,
  ) => {
    const centre = await bench.centre({ config: config(bench) });
    await ringing(bench);
    const soon = new Date(Date.now() + 2500).toISOString();
    const { id } = await as(centre, 'lead', 'orders', draft({ valid_to: soon }));
    const hot = await centre.api(`orders/${id}/enact`, password);
    assert.equal(hot.state, 'emergency');
    await acknowledged(centre, id, 'enforced_at');
    assert.equal(await probe(bench), 603);
    const over = await acknowledged(centre, id, 'withdrawn_at');
    assert.equal(over.state, 'lifted');
    assert.equal(over.end_reason, 'not ratified in time');
    assert.equal(await probe(bench), 180);
  },
};
