// What the policy decides, carried out or only recorded.
import assert from 'node:assert/strict';
import { at, german, kazakh } from '../harness.mjs';

// Callees far apart, so that nothing looks like dialling one after the other.
const scattered = (i) => kazakh(100_000 + ((i * 7919) % 90_000));
const kAllowed = 10; // velocity_per_caller of flows-policy.yaml

async function verdictsOf(bench, trunk, pairs) {
  const centre = await bench.centre();
  const uas = bench.sipp('uas_answer', {
    from: at.switch,
    calls: 1_000_000,
    settings: { RING_MS: 1 },
  });
  await bench.succeed(
    bench.sipp('uac_any', { from: trunk, pairs, most: 1, rate: 50, patienceS: 60 }),
  );
  const calls = await centre.calls(pairs.length);
  uas.kill('SIGKILL');
  await uas.over;
  await centre.stop();
  return calls.map((c) => ({
    would: c.would,
    verdict: c.verdict,
    rule: c.rule,
    detectors: c.reasons.map((r) => r.detector).join(' '),
  }));
}

export default {
  'an emergency call from the worst possible caller passes': async (bench) => {
    const centre = await bench.centre();
    const worst = '+77172230001'; // spoofed, domestic fixed, on the do-not-originate list
    const phone = await bench.listener(at.switch);
    const burst = Array.from({ length: 30 }, (_, i) => [worst, scattered(i)]);
    await bench.succeed(bench.sipp('uac_refused', { from: at.enforcing, pairs: burst, rate: 200 }));
    await centre.calls(30);
    assert.equal(phone.invites().length, 0);
    await phone.close(); // the switch answers from here on
    const mark = await centre.mark();
    const numbers = ['112', '101', '102', '103', '104', '+7112'];
    const uas = bench.sipp('uas_answer', { from: at.switch, calls: numbers.length });
    await bench.succeed(
      bench.sipp('uac_answered', { from: at.enforcing, pairs: numbers.map((n) => [worst, n]) }),
      uas,
    );
    for (const call of await centre.calls(numbers.length, { mark })) {
      assert.equal(call.emergency, true);
      assert.equal(call.verdict, 'pass');
      assert.equal(call.would, 'pass');
      assert.equal(call.sip_code, 200);
    }
  },

  'a velocity burst is refused from the threshold on': async (bench) => {
    const pairs = Array.from({ length: 25 }, (_, i) => [german(20), scattered(i)]);
    const verdicts = await verdictsOf(bench, at.enforcing, pairs);
    verdicts.forEach((v, i) => {
      assert.equal(v.verdict === 'block', i >= kAllowed, `call ${i + 1}: ${JSON.stringify(v)}`);
      if (i >= kAllowed) assert.equal(v.rule, 'burst-from-one-number');
    });
  },

  'shadow mode refuses nothing and records what it would have': async (bench) => {
    const centre = await bench.centre();
    const burst = Array.from({ length: 14 }, (_, i) => [german(30), scattered(i)]);
    const pairs = [['+77172230555', kazakh(9)], ...burst];
    const uas = bench.sipp('uas_answer', {
      from: at.switch,
      calls: pairs.length,
      settings: { RING_MS: 1 },
    });
    await bench.succeed(
      bench.sipp('uac_answered', {
        from: at.shadow,
        pairs,
        most: 1,
        rate: 50,
        settings: { TALK_MS: 1 },
      }),
      uas,
    );
    const calls = await centre.calls(pairs.length);
    calls.forEach((call, i) => {
      assert.notEqual(call.verdict, 'block');
      assert.equal(call.sip_code, 200);
      const would = i === 0 || i > kAllowed;
      assert.equal(call.would === 'block', would, `call ${i + 1} would ${call.would}`);
      if (would) assert.equal(call.enforced, false);
    });
    const trunk = (await centre.api('trunks')).items.find((t) => t.name === 'shadow');
    assert.equal(trunk.blocked, 0);
    assert.equal(trunk.would_block, 1 + burst.length - kAllowed);
  },

  'redirect and proxy give the same verdicts for the same calls': async (bench) => {
    const pairs = [];
    for (let i = 0; i < 16; ++i) pairs.push([german(40), scattered(i)]); // a burst
    for (let i = 0; i < 6; ++i) pairs.push([german(50 + i), scattered(100 + i)]); // honest
    pairs.push(
      ['+77172230777', scattered(200)],
      ['87272230777', scattered(201)],
      ['+77051112233', scattered(202)],
      ['+77172230001', scattered(203)],
      ['+77270000001', scattered(204)],
      ['+77010001003', scattered(205)],
      ['+4900', scattered(206)],
      ['anonymous', scattered(207)],
      ['+447712340077', scattered(208)],
      ['+380671112233', scattered(208)],
      ['+77172230001', '112'],
    );
    const proxied = await verdictsOf(bench, at.enforcing, pairs);
    const redirected = await verdictsOf(bench, at.redirect, pairs);
    assert.deepEqual(redirected, proxied);
    assert.ok(new Set(proxied.map((v) => v.verdict)).size >= 3, 'the list is too tame');
  },
};
