// Measures POST /v1/screen: latency at a fixed rate over kept connections and the most per second,
// Qorgan in shadow and enforcing, and nginx with a fixed answer beside it, in one run.
//   bench/screen [--rate N] [--seconds N] [--rounds N] [--out FILE]      builds nothing
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
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
const rate = Number(option('--rate', '2000'));
const seconds = Number(option('--seconds', '10'));
const rounds = Number(option('--rounds', '3'));
const connections = Number(option('--connections', '32'));
const outFile = option('--out', path.join(root, 'bench/results/screen.md'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-screen-'));
const started = [];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const pin = (core, command) =>
  os.cpus().length > 1 ? ['taskset', '-c', String(core), ...command] : command;

const answers = (port) =>
  new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => done(true) || socket.destroy());
    socket.on('error', () => done(false));
  });

async function start(name, command, port) {
  if (await answers(port)) throw new Error(`TCP port ${port} is in use`);
  const log = fs.openSync(path.join(scratch, `${name}.log`), 'w');
  const [program, ...rest] = pin(0, command);
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', log, log] });
  started.push(child);
  child.over = new Promise((done) => child.on('exit', done));
  for (let i = 0; i < 100 && child.exitCode === null; ++i) {
    if (await answers(port)) return child;
    await sleep(100);
  }
  const said = fs.readFileSync(path.join(scratch, `${name}.log`), 'utf8').trim();
  throw new Error(`${name} did not start: ${said.split('\n').at(-1)}`);
}

async function stop(child) {
  child.kill('SIGTERM');
  await Promise.race([child.over, sleep(5000)]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await child.over;
}

async function load(server, pid, extra) {
  const [program, ...rest] = pin(1, [
    path.join(build, 'qorgan-load'),
    'http',
    ...['--to', `127.0.0.1:${server.port}`, '--pid', String(pid), '--json'],
    ...['--token', server.token ?? 'none', '--window', String(connections)],
    ...extra,
  ]);
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let text = '';
  child.stdout.on('data', (piece) => (text += piece));
  await new Promise((done) => child.on('close', done));
  if (!text) throw new Error(`no answer from port ${server.port}`);
  return JSON.parse(text);
}

const qorgan = path.join(build, 'qorgan');

function prepareQorgan(name, enforcement, port) {
  const config = path.join(scratch, `${name}.yaml`);
  const data = path.join(scratch, name);
  fs.writeFileSync(
    config,
    `sip: { listen: ["udp:127.0.0.1:${port + 1}"] }\n` +
      `trunks: [{ name: load, country: RU, mode: screen, enforcement: ${enforcement} }]\n` +
      `policy: ${path.join(root, 'policy/default.yaml')}\n` +
      `console: { listen: "127.0.0.1:${port + 2}" }\n` +
      `screen: { listen: "127.0.0.1:${port}" }\n`,
  );
  const flags = ['--config', config, '--data', data];
  const added = spawnSync(
    qorgan,
    ['client', 'add', 'bench', '--trunks', 'load', '--rate', '1000000', ...flags],
    { encoding: 'utf8' },
  );
  const token = /token \(shown once\): (\S+)/.exec(added.stdout)?.[1];
  if (!token) throw new Error(`qorgan client add: ${added.stderr}`);
  return { name, port, token, command: [qorgan, 'serve', ...flags] };
}

function prepareNginx(port) {
  const answer = JSON.stringify({
    id: '00061e0ca4f73a80',
    verdict: 'pass',
    would: 'pass',
    mode: 'shadow',
    emergency: false,
    unscreened: false,
    score: 0.01,
    reasons: [],
  });
  const config = path.join(scratch, 'nginx.conf');
  fs.writeFileSync(
    config,
    `daemon off; worker_processes 1;\npid ${scratch}/nginx.pid; error_log ${scratch}/nginx.err;\n` +
      'events { worker_connections 1024; }\n' +
      'http { access_log off; keepalive_requests 100000000;\n' +
      `server { listen 127.0.0.1:${port}; location / { default_type application/json;\n` +
      `return 200 '${answer}'; } } }\n`,
  );
  return { name: 'nginx, fixed answer', port, command: ['nginx', '-c', config, '-p', scratch] };
}

async function measure(server, round) {
  const child = await start(server.name.replace(/\W+/g, '-'), server.command, server.port);
  try {
    await load(server, child.pid, ['--seconds', '1', '--rate', String(rate), '--seed', '90']);
    const calm = await load(server, child.pid, [
      ...['--seconds', String(seconds), '--rate', String(rate), '--seed', String(round + 1)],
    ]);
    const busy = await load(server, child.pid, ['--seconds', '3', '--seed', String(round + 50)]);
    return { calm, busy };
  } finally {
    await stop(child);
  }
}

function line(name, list) {
  const each = (pick) => list.map((one) => pick(one)).join(', ');
  const cpu = (one) => ((one.calm.server_cpu_s * 1e6) / one.calm.answered).toFixed(0);
  const columns = [
    name,
    each((o) => Math.round(o.calm.p50_us)),
    `**${each((o) => Math.round(o.calm.p99_us))}**`,
    each((o) => whole(o.calm.per_second)),
    each(cpu),
    each((o) => whole(o.busy.per_second)),
    `${codesText(list[0].calm.codes)}, lost ${each((o) => o.calm.lost)}`,
  ];
  return `| ${columns.join(' | ')} |`;
}

async function main() {
  const about = machine().filter((text) => !/kamailio|not found/.test(text));
  const hasNginx = spawnSync('nginx', ['-v']).status === 0;
  const nginx = (spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr ?? '').trim();
  if (!hasNginx) console.log('nginx is not installed (apt-get install nginx-light)');
  const results = {};
  for (let round = 0; round < rounds; ++round) {
    const servers = [
      prepareQorgan(`shadow-${round}`, 'shadow', 8081),
      prepareQorgan(`enforce-${round}`, 'enforce', 8081),
      ...(hasNginx ? [prepareNginx(8085)] : []),
    ];
    for (const server of servers) {
      const one = await measure(server, round);
      (results[server.name.replace(/-\d+$/, '')] ??= []).push(one);
      console.log(
        `round ${round + 1} ${server.name}: p50 ${Math.round(one.calm.p50_us)} us, ` +
          `p99 ${Math.round(one.calm.p99_us)} us at ${whole(one.calm.per_second)}/s, ` +
          `most ${whole(one.busy.per_second)}/s, ${codesText(one.calm.codes)}`,
      );
    }
  }
  const text = [
    '# POST /v1/screen',
    '',
    ...[...about, ...(hasNginx ? [nginx] : [])].map((words) => `- ${words}`),
    `- ${rounds} rounds of ${seconds} s at ${whole(rate)} questions/s over ${connections} kept ` +
      'connections, one after the other; server on core 0, generator on core 1',
    '- latency from the moment a question was due to its whole answer; 603: refused, 299: passed ' +
      'for want of an answer in time',
    '',
    '| server | p50 us | p99 us | answered/s | CPU us per question | closed loop/s | answers |',
    '|---|---|---|---|---|---|---|',
    ...Object.entries(results).map(([name, list]) => line(name, list)),
    '',
  ].join('\n');
  fs.mkdirSync(path.dirname(outFile), { recursive: true });
  fs.writeFileSync(outFile, text);
  console.log(`\n${text}`);
}

let failed = false;
try {
  await main();
} catch (error) {
  failed = true;
  console.error(`bench/screen: ${error.message}`);
} finally {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  fs.rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
