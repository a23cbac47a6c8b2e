// Measures Qorgan over UDP, TCP and TLS (established connections) side by side in one run: CPU per
// INVITE as redirect server, CPU per complete call as proxy, and the ratios to UDP.
//   bench/transports [--seconds N] [--rounds N] [--connections N] [--out FILE]     builds nothing
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codesText, machine, whole } from './report.mjs';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');
const build = path.join(root, 'build/release');
const args = process.argv.slice(2);
const option = (name, fallback) => {
  const at = args.indexOf(name);
  return at < 0 ? fallback : args[at + 1];
};
const seconds = Number(option('--seconds', '4'));
const rounds = Number(option('--rounds', '3'));
const connections = option('--connections', '1');
const outFile = option('--out', path.join(root, 'bench/results/transports.md'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-transports-'));
const started = [];
const carriers = ['udp', 'tcp', 'tls'];
const windows = { redirect: '128', proxy: '64' };

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const pin = (core, command) =>
  os.cpus().length > 1 ? ['taskset', '-c', String(core), ...command] : command;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

function openssl(...command) {
  const ran = spawnSync('openssl', command, { cwd: scratch, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`openssl ${command[0]}: ${ran.stderr}`);
}

/// An authority, and certificates of the centre and of the generator.
function makePapers() {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=bench');
  for (const name of ['centre', 'load']) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    fs.writeFileSync(path.join(scratch, 'ext'), `subjectAltName=URI:sip:${name}.example\n`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ext'];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
  }
}

function configFor(mode, over) {
  const at = (file) => path.join(scratch, file);
  const papers =
    `{ certificate: ${at('centre.pem')}, key: ${at('centre.key')}, ` +
    `authorities: ${at('ca.pem')} }`;
  const known = over === 'tls' ? 'tls_identities: [load.example]' : 'sources: ["127.0.0.1"]';
  const hop = `${over}:127.0.0.1:5080${over === 'tls' ? ';name=load.example' : ''}`;
  const text = `node: bench
sip:
  listen: ["${over}:127.0.0.1:5070"]
${over === 'tls' ? `  tls: ${papers}\n` : ''}  next_hop_ping_ms: 0
trunks:
  - name: load
    country: RU
    ${known}
    mode: ${mode}
    enforcement: shadow
${mode === 'proxy' ? `    next_hops: ["${hop}"]\n` : ''}engine: { memory_mb: 512 }
policy: ${root}/policy/default.yaml
journal: { sync: normal }
console: { listen: 127.0.0.1:8071 }
`;
  const file = path.join(scratch, `${mode}-${over}.yaml`);
  fs.writeFileSync(file, text);
  return file;
}

async function serve(mode, over) {
  const ready = path.join(scratch, `ready-${started.length}`);
  const log = fs.openSync(path.join(scratch, 'serve.log'), 'w');
  const [program, ...rest] = pin(0, [
    path.join(build, 'qorgan'),
    'serve',
    '--config',
    configFor(mode, over),
    '--data',
    fs.mkdtempSync(path.join(scratch, 'data-')),
    '--ready-file',
    ready,
  ]);
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', log, log] });
  started.push(child);
  child.over = new Promise((done) => child.on('exit', done));
  for (let i = 0; i < 200 && child.exitCode === null; ++i) {
    if (fs.existsSync(ready)) return child;
    await sleep(50);
  }
  throw new Error(`qorgan: ${fs.readFileSync(path.join(scratch, 'serve.log'), 'utf8').trim()}`);
}

async function load(mode, over, pid, extra) {
  const papers = ['--certificate', `${scratch}/load.pem`, '--key', `${scratch}/load.key`];
  const [program, ...rest] = pin(1, [
    path.join(build, 'qorgan-load'),
    mode,
    '--over',
    over,
    '--pid',
    String(pid),
    '--json',
    '--window',
    windows[mode],
    ...(over === 'udp' ? [] : ['--connections', connections]),
    ...(over === 'tls' ? [...papers, '--authorities', `${scratch}/ca.pem`] : []),
    ...extra,
  ]);
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let text = '';
  child.stdout.on('data', (piece) => (text += piece));
  await new Promise((done) => child.on('close', done));
  if (!text) throw new Error(`no figures of ${mode} over ${over}`);
  return JSON.parse(text);
}

async function measure(mode, over) {
  const child = await serve(mode, over);
  try {
    await load(mode, over, child.pid, ['--seconds', '1', '--seed', '7']);
    const busy = await load(mode, over, child.pid, ['--seconds', String(seconds), '--seed', '1']);
    return { ...busy, cpu_us: (busy.server_cpu_s * 1e6) / busy.answered };
  } finally {
    child.kill('SIGTERM');
    await Promise.race([child.over, sleep(5000)]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await child.over;
  }
}

function report(results) {
  const lines = [
    '# CPU by transport',
    '',
    ...machine().map((line) => `- ${line}`),
    `- ${rounds} rounds of ${seconds} s; server on core 0, generator on core 1; loopback`,
    `- TCP and TLS: ${connections} connection(s), up before anything is measured; TLS 1.3, mutual`,
    '- CPU: utime + stime of the whole server process, kernel included; ratios are within one round',
  ];
  for (const [mode, unit] of [
    ['redirect', 'INVITE'],
    ['proxy', 'call'],
  ]) {
    lines.push('', `## ${mode}`, '');
    lines.push(`| over | CPU us per ${unit} (median; all) | of UDP | ${unit}s/s | answers |`);
    lines.push('|---|---|---|---|---|');
    for (const over of carriers) {
      const list = results[mode][over];
      const ratios = list.map((one, round) => one.cpu_us / results[mode].udp[round].cpu_us);
      lines.push(
        `| ${over} | **${median(list.map((one) => one.cpu_us)).toFixed(2)}** ` +
          `(${list.map((one) => one.cpu_us.toFixed(2)).join(', ')}) ` +
          `| **${median(ratios).toFixed(2)}** | ${whole(median(list.map((o) => o.per_second)))} ` +
          `| ${codesText(list[0].codes)}, lost ${list.reduce((sum, o) => sum + o.lost, 0)} |`,
      );
    }
  }
  return [...lines, ''].join('\n');
}

async function main() {
  makePapers();
  const results = { redirect: {}, proxy: {} };
  for (let round = 0; round < rounds; ++round) {
    for (const mode of ['redirect', 'proxy']) {
      for (const over of carriers) {
        const one = await measure(mode, over);
        (results[mode][over] ??= []).push(one);
        console.log(
          `round ${round + 1} ${mode} ${over}: ${one.cpu_us.toFixed(2)} us, ` +
            `${whole(one.per_second)}/s, lost ${one.lost}`,
        );
      }
    }
  }
  const text = report(results);
  fs.mkdirSync(path.dirname(outFile), { recursive: true });
  fs.writeFileSync(outFile, text);
  console.log(`\n${text}`);
}

let failed = false;
try {
  await main();
} catch (error) {
  failed = true;
  console.error(`bench/transports: ${error.message}`);
} finally {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  fs.rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
