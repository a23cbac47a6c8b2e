// What verification of signed calls costs the call path for INVITEs that are not signed: the same
// load on a redirect trunk without and with `stir: true`, in turn, CPU of the call path's thread.
//   node bench/signed.mjs [--seconds N] [--rounds N]      builds nothing
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');
const build = path.join(root, 'build/release');
const option = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return Number(at < 0 ? fallback : process.argv[at + 1]);
};
const seconds = option('--seconds', 4);
const rounds = option('--rounds', 5);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-signed-'));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

function write(name, text) {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, text);
  return file;
}

const key = path.join(scratch, 'key.pem');
const anchor = path.join(scratch, 'root.pem');
const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key);
openssl('req', '-x509', '-key', key, '-subj', '/CN=Bench', '-out', anchor);

const plain = fs
  .readFileSync(path.join(root, 'bench/redirect.yaml'), 'utf8')
  .replace('../policy/default.yaml', path.join(root, 'policy/default.yaml'));
const configs = {
  'not verifying': write('plain.yaml', plain),
  verifying: write(
    'stir.yaml',
    plain.replace('    mode: redirect\n', '    mode: redirect\n    stir: true\n') +
      `stir: { trust_anchors: "${anchor}", hosts: [cert.example.org] }\n`,
  ),
};

/// CPU seconds of the call path's thread so far, to the nanosecond.
function callPath(pid) {
  for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${task}`;
    if (fs.readFileSync(`${folder}/comm`, 'utf8').trim() !== 'call-path') continue;
    return Number(fs.readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  }
  throw new Error('no call path');
}

async function measure(config) {
  const data = fs.mkdtempSync(path.join(scratch, 'data-'));
  const ready = path.join(data, '..', `${path.basename(data)}.ready`);
  const command = ['serve', '--config', config, '--data', data, '--ready-file', ready];
  const server = spawn('taskset', ['-c', '0', path.join(build, 'qorgan'), ...command], {
    cwd: root,
    stdio: 'ignore',
  });
  const over = new Promise((done) => server.on('exit', done));
  for (let i = 0; i < 200 && !fs.existsSync(ready); ++i) await sleep(50);
  const load = (length, seed) => {
    const to = ['redirect', '--to', '127.0.0.1:5070', '--json', '--window', '128'];
    const asked = ['--seconds', String(length), '--seed', String(seed)];
    const bin = path.join(build, 'qorgan-load');
    return new Promise((done) => {
      const child = spawn('taskset', ['-c', '1', bin, ...to, ...asked]);
      let text = '';
      child.stdout.on('data', (piece) => (text += piece));
      child.on('close', () => done(JSON.parse(text)));
    });
  };
  await load(1, 7);
  const before = callPath(server.pid);
  const { answered } = await load(seconds, 1);
  const us = ((callPath(server.pid) - before) * 1e6) / answered;
  server.kill('SIGTERM');
  await over;
  return us;
}

const found = Object.fromEntries(Object.keys(configs).map((name) => [name, []]));
for (let round = 0; round < rounds; ++round) {
  for (const [name, config] of Object.entries(configs)) found[name].push(await measure(config));
}
for (const [name, all] of Object.entries(found)) {
  const sorted = [...all].sort((a, b) => a - b);
  const list = sorted.map((us) => us.toFixed(2)).join(' ');
  const median = sorted[sorted.length >> 1].toFixed(2);
  console.log(`${name}: median ${median} us of the call path per INVITE (${list})`);
}
fs.rmSync(scratch, { recursive: true, force: true });
