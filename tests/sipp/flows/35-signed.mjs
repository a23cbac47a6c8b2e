// Signed calls: certificates from a repository on a real socket, which may be slow, dead,
// redirecting or oversized, verified while the INVITE waits.
import assert from 'node:assert/strict';
import https from 'node:https';
import { at, german, kazakh, qorgan, until } from '../harness.mjs';
import { identityLine, Pki } from '../pki.mjs';

const repository = '127.0.23.1';
const port = 8443;
const url = (path) => `https://${repository}:${port}${path}`;
const digits = (number) => number.slice(1);
const kWait_ms = 1_000;

function policy(rules) {
  return `version: 1\nhome: KZ\nrules:\n${rules}`;
}
const strict = policy(`  - name: signature-wrong
    when: { passport: [stale_date, bad_identity_info, unsupported_credential, invalid_identity] }
    verdict: block
    code: passport
    legal_basis: "for tests"
  - name: signature-missing
    when: { passport: [not_present] }
    verdict: block
    code: passport
    legal_basis: "for tests"
`);

/// A repository that answers as the path says, and a centre that verifies against it.
async function signedCentre(bench, { rules = strict, wait = kWait_ms } = {}) {
  const pki = new Pki(bench.dir);
  const stranger = new Pki(bench.dir);
  const expired = pki.issue('expired', 'carrier', pki.between, -1);
  const pages = {
    '/good.pem': pki.carrier.pem + pki.between.pem,
    '/stranger.pem': stranger.carrier.pem + stranger.between.pem,
    '/expired.pem': expired.pem + pki.between.pem,
    '/oversized.pem': 'x'.repeat(200_000),
    '/page.pem': '<html>not a certificate</html>',
  };
  const asked = [];
  const server = https.createServer({ key: pki.web.key, cert: pki.web.pem }, (request, answer) => {
    asked.push(request.url);
    if (request.url === '/slow.pem') {
      setTimeout(() => answer.end(pages['/good.pem']), 2_500);
    } else if (request.url === '/dead.pem') {
      request.socket.destroy();
    } else if (request.url === '/away.pem') {
      answer.writeHead(302, { Location: 'https://127.0.23.2:8443/good.pem' }).end();
    } else if (request.url === '/moved.pem') {
      answer.writeHead(302, { Location: '/good.pem' }).end();
    } else if (pages[request.url]) {
      answer.setHeader('Cache-Control', 'max-age=600');
      answer.end(pages[request.url]);
    } else {
      answer.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(port, repository, done));
  bench.atEnd.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const trunk = (name, source, enforcement) => `  - name: ${name}
    country: DE
    sources: ["${source}"]
    mode: proxy
    enforcement: ${enforcement}
    stir: true
    verstat: true
    next_hops: ["udp:${at.switch}:5060"]
`;
  const config = bench.file(
    'stir.yaml',
    `node: signed
demonstration: true
sip: { listen: ["udp:${at.centre}:5060"], next_hop_ping_ms: 0 }
trunks:
${trunk('enforcing', at.enforcing, 'enforce')}${trunk('shadow', at.shadow, 'shadow')}stir:
  trust_anchors: "${pki.root.pemFile}"
  hosts: ["${repository}:${port}"]
  https_ca: "${pki.root.pemFile}"
  allow_private_addresses: true
  wait_ms: ${wait}
  fetch_timeout_ms: 4000
engine: { memory_mb: 64 }
policy: "${bench.file('stir-policy.yaml', rules)}"
journal: { sync: normal }
console: { listen: ${at.centre}:8080 }
`,
  );
  const centre = await bench.centre({ config });
  return { centre, pki, stranger, expired, asked, config };
}

/// Places one call with this header line; what the console says of it afterwards.
async function place(bench, centre, line, { from = at.enforcing, caller, callee }) {
  const mark = await centre.mark();
  await bench.succeed(
    bench.sipp('uac_signed', { from, pairs: [[caller, callee]], settings: { IDENTITY: line } }),
  );
  const [call] = await centre.calls(1, { mark });
  // A refused call has its code when its ACK has been recorded.
  const ended = async () => (await centre.calls(1, { mark })).find((one) => one.sip_code);
  if (call.verdict === 'block') Object.assign(call, await until('the end', ended));
  const detail = await centre.detail(call.id);
  return { ...call, ...detail.identity, seenAt: call.started_at };
}

const answering = (bench, calls = 1_000) =>
  bench.sipp('uas_answer', { from: at.switch, calls, settings: { RING_MS: 1 } });

export default {
  'a signed call is verified while it waits, and the next hop is told': async (bench) => {
    const { centre, pki, asked } = await signedCentre(bench);
    const phone = await bench.listener(at.switch);
    const caller = german(401);
    const callee = kazakh(401);
    const line = identityLine({
      key: pki.carrier.key,
      x5u: url('/good.pem'),
      orig: digits(caller),
      dest: digits(callee),
    });
    const run = bench.sipp('uac_signed', {
      from: at.enforcing,
      pairs: [[caller, callee]],
      settings: { IDENTITY: line },
    });
    await until('the INVITE at the switch', () => phone.invites().length > 0);
    assert.match(phone.invites()[0].text, /From: <sip:[^>]*;verstat=TN-Validation-Passed@/);
    assert.match(phone.invites()[0].text, /\r\nIdentity: /);
    run.kill('SIGKILL');
    await phone.close();
    const call = await until('the call', async () => (await centre.api('calls')).items[0]);
    const detail = await centre.detail(call.id);
    assert.deepEqual(detail.identity, { status: 'verified', attestation: 'A' });
    assert.deepEqual(asked, ['/good.pem']);
    const health = await centre.health();
    assert.equal(health.passports.outcomes.verified, 1);
    assert.equal(health.passports.certificates, 1);
  },

  'every way a signature can be wrong has its answer': async (bench) => {
    const { centre, pki, stranger, expired, config } = await signedCentre(bench);
    const uas = answering(bench);
    const now = Math.floor(Date.now() / 1000);
    const good = { key: pki.carrier.key, x5u: url('/good.pem') };
    const cases = [
      ['verified', 200, good],
      ['verified', 200, { ...good, attest: 'C' }],
      ['verified', 200, { ...good, x5u: url('/moved.pem') }],
      ['stale_date', 403, { ...good, iat: now - 3_600 }],
      ['stale_date', 403, { ...good, iat: now + 3_600 }],
      ['not_present', 428, null],
      ['not_present', 428, { ...good, ppt: 'rph' }],
      ['bad_identity_info', 436, { ...good, x5u: url('/gone.pem') }],
      ['bad_identity_info', 436, { ...good, x5u: url('/oversized.pem') }],
      ['bad_identity_info', 436, { ...good, x5u: url('/away.pem') }],
      ['unsupported_credential', 437, { key: stranger.carrier.key, x5u: url('/stranger.pem') }],
      ['unsupported_credential', 437, { key: expired.key, x5u: url('/expired.pem') }],
      ['unsupported_credential', 437, { ...good, x5u: url('/page.pem') }],
      ['invalid_identity', 438, { ...good, key: stranger.carrier.key }],
      ['invalid_identity', 438, { ...good, orig: '442079460001' }],
      ['invalid_identity', 438, { ...good, dest: '77010009999' }],
      ['unverified', 200, { ...good, x5u: url('/dead.pem') }],
      ['unverified', 200, { ...good, x5u: 'https://127.0.23.9:8443/good.pem' }],
    ];
    for (const [i, [status, code, claims]] of cases.entries()) {
      const caller = german(500 + i);
      const callee = kazakh(500 + 37 * i);
      const line = claims
        ? identityLine({ orig: digits(caller), dest: digits(callee), ...claims })
        : 'X-Unsigned: yes';
      const call = await place(bench, centre, line, { caller, callee });
      const what = `case ${i}: ${JSON.stringify(claims?.x5u)} ${JSON.stringify(call)}`;
      assert.equal(call.status, status, what);
      assert.equal(call.sip_code, code, what);
    }
    const { passports } = await centre.health();
    assert.equal(passports.outcomes.invalid_identity, 3);
    const figures = await (await fetch(`${centre.base}/metrics`)).text();
    assert.match(figures, /qorgan_passports_total\{status="stale_date"\} 2\n/);
    const { items } = await centre.api('calls?limit=1');
    uas.kill('SIGKILL');
    await centre.stop();
    const words = qorgan('explain', items[0].id, '--data', centre.data, '--config', config);
    assert.match(words, /signature +not verified: the certificate was not at hand/);
    qorgan('replay', '--journal', `${centre.data}/journal.sqlite`);
  },

  'a slow repository delays a call by no more than the limit': async (bench) => {
    const { centre, pki } = await signedCentre(bench, { wait: 300 });
    const uas = answering(bench);
    const call = async (i) => {
      const caller = german(600 + i);
      const callee = kazakh(600 + 37 * i);
      const line = identityLine({
        key: pki.carrier.key,
        x5u: url('/slow.pem'),
        orig: digits(caller),
        dest: digits(callee),
      });
      const began = Date.now();
      const placed = await place(bench, centre, line, { caller, callee });
      return { ...placed, delay_ms: Date.parse(placed.started_at) - began };
    };
    const first = await call(1);
    assert.equal(first.status, 'unverified');
    assert.equal(first.sip_code, 200);
    assert.ok(first.delay_ms < 2_300, `it waited for the repository: ${first.delay_ms} ms`);
    await until('the figure', async () => (await centre.health()).passports.wait_timeouts === 1);
    await until('the certificate', async () => (await centre.health()).passports.certificates > 0);
    const second = await call(2);
    assert.equal(second.status, 'verified');
    uas.kill('SIGKILL');
  },

  'an emergency call with a forged signature neither waits nor is refused': async (bench) => {
    const { centre, stranger } = await signedCentre(bench);
    const uas = answering(bench);
    const line = identityLine({
      key: stranger.carrier.key,
      x5u: url('/slow.pem'),
      orig: '1',
      dest: '2',
    });
    const began = Date.now();
    const call = await place(bench, centre, line, { caller: german(700), callee: '112' });
    assert.equal(call.emergency, true);
    assert.equal(call.sip_code, 200);
    assert.equal(call.status, undefined, 'nobody looked');
    assert.ok(Date.parse(call.ringing_at) - Date.parse(call.started_at) < kWait_ms, 'no wait');
    assert.ok(Date.parse(call.started_at) - began < kWait_ms + 2_000);
    assert.equal((await centre.health()).passports.outcomes.unverified, 0);
    uas.kill('SIGKILL');
  },

  'without a rule a wrong signature is evidence and nothing more': async (bench) => {
    const { centre, stranger } = await signedCentre(bench, { rules: 'version: 1\nhome: KZ\n' });
    const uas = answering(bench);
    const caller = german(800);
    const callee = kazakh(800);
    const line = identityLine({
      key: stranger.carrier.key,
      x5u: url('/good.pem'),
      orig: digits(caller),
      dest: digits(callee),
    });
    const call = await place(bench, centre, line, { caller, callee });
    assert.equal(call.status, 'invalid_identity');
    assert.equal(call.verdict, 'pass');
    assert.equal(call.sip_code, 200);
    assert.deepEqual(
      call.reasons.map((r) => [r.detector, r.observed]),
      [[17, 438]],
    );
    uas.kill('SIGKILL');
  },
};
