// Every action of the policy, carried out in the path and said to a switch that asks, each through
// SIPp on both sides, with the header fields that each side must and must not see.
import assert from 'node:assert/strict';
import { at, checks, german, kazakh, qorgan } from '../harness.mjs';

const config = 'tests/config/verdicts.yaml';
const announcement = '127.0.22.9';
const trunk = (n) => `127.0.24.${n}`;
const asking = (n) => `127.0.25.${n}`;
const kId = '[0-9a-f]{16}';
const kWhy = 'https://qorgan.example/why';

/// A call that goes through: what the called side must see, and what the caller in the 200.
async function passes(bench, from, { phone = at.switch, seen, answered = checks() }) {
  const uas = bench.sipp('uas_checked', { from: phone, settings: seen });
  const pairs = [[german(1), kazakh(1)]];
  await bench.succeed(bench.sipp('uac_whole', { from, pairs, settings: answered }), uas);
}

async function refused(bench, from, status, wanted, forbidden = []) {
  const pairs = [[german(2), kazakh(2)]];
  const settings = { STATUS: status, ...checks(wanted, forbidden) };
  await bench.succeed(bench.sipp('uac_checked', { from, pairs, settings }));
}

export default {
  'a passed call crosses with the header fields of its trunk': async (bench) => {
    const centre = await bench.centre({ config });
    await passes(bench, trunk(1), {
      seen: checks(
        [`X-Screened: pass;score=[01][.][0-9]{3};id=${kId}`, 'P-Asserted-Identity: "Bank"'],
        ['X-Internal-Cost', 'trust-me'],
      ),
      answered: checks([], ['Server:', 'X-Billing']),
    });
    const [call] = await centre.calls(1);
    assert.equal(call.verdict, 'pass');
  },

  'a labelled call shows its label and nothing the carrier put in its place': async (bench) => {
    const centre = await bench.centre({ config });
    const seen = checks(
      ['From: "Алаяқ болуы мүмкін" <sip:', 'X-Qorgan-Label: suspected-scam'],
      ['trust-me', '"Bank"'],
    );
    await passes(bench, trunk(2), { seen });
    assert.equal((await centre.calls(1))[0].verdict, 'label');
  },

  'a withheld caller is anonymous on the other side': async (bench) => {
    const centre = await bench.centre({ config });
    const number = german(1).slice(1);
    const seen = checks(
      ['From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=', 'Privacy: id'],
      [`From:[^>]*${number}`, 'P-Asserted-Identity'],
    );
    await passes(bench, trunk(3), { seen });
    assert.equal((await centre.calls(1))[0].verdict, 'withhold');
  },

  'a diverted call goes to its address': async (bench) => {
    const centre = await bench.centre({ config });
    const seen = checks(['INVITE sip:warning@127.0.22.9:5060 SIP/2.0']);
    await passes(bench, trunk(4), { phone: announcement, seen });
    assert.equal((await centre.calls(1))[0].verdict, 'divert');
  },

  'identities of a trunk that is not trusted do not cross': async (bench) => {
    const centre = await bench.centre({ config });
    await passes(bench, trunk(9), { seen: checks([], ['P-Asserted-Identity']) });
    await centre.calls(1);
  },

  'refusals of each kind carry what the caller can act on': async (bench) => {
    const centre = await bench.centre({ config });
    for (const place of [trunk, asking]) {
      await refused(bench, place(5), 603, [
        'SIP/2.0 603 Network Blocked',
        `Reason: SIP;cause=603;text="v=analytics1;url=${kWhy};id=${kId}";location=LN`,
      ]);
      await refused(bench, place(6), 607, ['SIP/2.0 607 Unwanted'], ['Reason:', 'Call-Info']);
      await refused(bench, place(7), 608, [
        'SIP/2.0 608 Rejected',
        `Call-Info: <https://qorgan.example/why.id=${kId}>;purpose=jwscard`,
      ]);
    }
    await refused(bench, trunk(8), 480, ['SIP/2.0 480 '], ['Reason:', 'Call-Info']);
    const calls = await centre.calls(7);
    assert.deepEqual([...new Set(calls.map((c) => c.verdict))], ['block']);
    assert.deepEqual(calls.map((c) => c.sip_code).sort(), [480, 603, 603, 607, 607, 608, 608]);
  },

  'a switch that asks gets each outcome with its code and its data': async (bench) => {
    const centre = await bench.centre({ config });
    const number = german(2);
    await refused(bench, asking(1), 404, [], ['Contact:', 'X-Qorgan']);
    const data = (verdict) => [
      `X-Qorgan-Verdict: ${verdict}`,
      'X-Qorgan-Score: [01][.][0-9]{3}',
      `X-Qorgan-Id: ${kId}`,
      `P-Asserted-Identity: <tel:[+]${number.slice(1)};verstat=No-TN-Validation>`,
    ];
    const same = `Contact: <sip:[+]${kazakh(2).slice(1)}@`;
    await refused(bench, asking(2), 302, [
      same,
      'X-Qorgan-Label: suspected-scam',
      ...data('label'),
    ]);
    await refused(bench, asking(3), 302, [same, ...data('withhold')]);
    await refused(bench, asking(4), 302, [
      'Contact: <sip:warning@127.0.22.9:5060>',
      ...data('divert'),
    ]);
    await refused(bench, asking(8), 404, ['SIP/2.0 404 '], ['Contact:']);
    await refused(bench, at.stranger, 403, ['SIP/2.0 403 Forbidden'], ['X-Qorgan']);
    const calls = await centre.calls(5);
    assert.deepEqual(
      calls.map((c) => c.verdict),
      ['pass', 'label', 'withhold', 'divert', 'block'],
    );
  },

  'check-config prints what each trunk answers and changes': async () => {
    const said = qorgan('check-config', config);
    assert.match(
      said,
      /asked-reversed +international +redirect +enforce +603 +603 ( +302){3} +404/,
    );
    assert.match(said, /refuse-607 +international +proxy +enforce( +fwd){5} +603/);
    assert.match(said, /pass: from the carrier, left out: X-Internal-\*/);
    assert.match(said, /untrusted: asserted identities do not cross/);
    assert.match(said, /label: label: Алаяқ болуы мүмкін/);
  },
};
