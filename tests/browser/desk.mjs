// The desk's journeys: a centre whose trunks raise alerts, calls of SIPp that a journey asks for
// while it runs, and web/e2e/desk in Chromium. A journey asks over HTTP, because it runs in a
// process of its own.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { root } from '../sipp/harness.mjs';

const centre = '127.0.30.1';
const office = '127.0.32.1';
const trunks = { urgent: '127.0.31.1', grey: '127.0.31.2' };
const patienceS = 240;

function count(output, word) {
  return Number(new RegExp(`^[#ℹ] ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
}

/// POST /call?trunk=urgent&caller=+49…&callee=+77…: a call that talks until somebody ends it.
/// GET /ended?caller=…: how its SIPp ended, or nothing yet.
async function operator(bench) {
  const made = new Map();
  let port = 5100;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://journey');
    const caller = url.searchParams.get('caller');
    if (url.pathname === '/call') {
      const run = bench.sipp('uac_dropped', {
        from: trunks[url.searchParams.get('trunk')],
        to: centre,
        pairs: [[caller, url.searchParams.get('callee')]],
        localPort: ++port,
        patienceS,
      });
      const entry = { ended: null };
      made.set(caller, entry);
      void run.over.then(({ code, signal }) => (entry.ended = code ?? signal));
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(made.get(caller) ?? {}));
  });
  await new Promise((done) => server.listen(0, centre, done));
  bench.atEnd.push(() => new Promise((done) => server.close(done)));
  server.unref();
  return `http://${centre}:${server.address().port}`;
}

function run(program, args, env) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes) => (output += bytes));
    }
    child.on('exit', (code) => {
      console.log(output);
      done({ code, output });
    });
  });
}

/// Passed and failed journeys.
export async function deskJourneys(bench, script = 'e2e:desk', more = []) {
  await bench.centre({ config: 'tests/config/desk.yaml' });
  bench.sipp('uas_answer', { from: office, calls: 100_000, patienceS: 600 });
  const env = {
    ...process.env,
    QORGAN_URL: `http://${centre}:8080`,
    QORGAN_CALLS: await operator(bench),
    QORGAN_PASSWORD: 'qorgan-demo',
    QORGAN_ENGINEER_PASSWORD: 'qorgan-demo',
  };
  const args = ['--prefix', 'web', 'run', '--silent', script, '--', ...more];
  const { code, output } = await run('npm', args, env);
  const failed = count(output, 'fail');
  return { passed: count(output, 'pass'), failed: code !== 0 && failed === 0 ? 1 : failed };
}
