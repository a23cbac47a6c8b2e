// Measures Qorgan and Debian's kamailio side by side in one run: CPU per INVITE as redirect server,
// CPU per complete call as proxy, and beside them the engine's and the parser's own benchmarks.
//   bench/run [--seconds N] [--rounds N] [--out FILE]      builds nothing
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codesText, machine, microTable, table, whole } from './report.mjs';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');
const build = path.join(root, 'build/release');
const args = process.argv.slice(2);
const option = (name, fallback) => {
  const at = args.indexOf(name);
  return at < 0 ? fallback : args[at + 1];
};
const seconds = Number(option('--seconds', '4'));
const rounds = Number(option('--rounds', '3'));
const outFile = option('--out', path.join(root, 'bench/results/latest.md'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-bench-'));
const started = [];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const cores = os.cpus().length;
const pin = (core, command) => (cores > 1 ? ['taskset', '-c', String(core), ...command] : command);

function udpPortIsBound(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return fs.readFileSync('/proc/net/udp', 'utf8').includes(`:${hex} `);
}

async function start(name, command, port) {
  if (udpPortIsBound(port)) throw new Error(`UDP port ${port} is in use`);
  const log = fs.openSync(path.join(scratch, `${name}.log`), 'w');
  const [program, ...rest] = pin(0, command);
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', log, log] });
  started.push(child);
  child.over = new Promise((done) => child.on('exit', done));
  for (let i = 0; i < 100 && child.exitCode === null; ++i) {
    if (udpPortIsBound(port)) return child;
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
  await sleep(200);
}

async function load(mode, port, pid, extra = []) {
  const [program, ...rest] = pin(cores > 1 ? 1 : 0, [
    path.join(build, 'qorgan-load'),
    mode,
    '--to',
    `127.0.0.1:${port}`,
    '--pid',
    String(pid),
    '--json',
    ...extra,
  ]);
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let text = '';
  child.stdout.on('data', (piece) => (text += piece));
  await new Promise((done) => child.on('close', done));
  if (!text) throw new Error(`no answer from port ${port}`);
  return JSON.parse(text);
}

// CPU ticks (10 ms) of each thread so far: { 'name/place': ticks }.
function threadTicks(pid) {
  const out = {};
  const tasks = fs.readdirSync(`/proc/${pid}/task`);
  tasks.forEach((task, place) => {
    const stat = fs.readFileSync(`/proc/${pid}/task/${task}/stat`, 'latin1');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    out[`${name}/${place}`] = Number(fields[11]) + Number(fields[12]);
  });
  return out;
}

// A window that keeps a server busy without letting its socket overflow.
const windows = { redirect: 128, proxy: 64 };

async function measure(server, mode) {
  const child = await start(`${server.name}-${mode}`, server.command(mode), server.port);
  try {
    await sleep(1000);
    const common = ['--window', String(windows[mode])];
    await load(mode, server.port, child.pid, ['--seconds', '1', '--seed', '7', ...common]);
    const before = threadTicks(child.pid);
    const busy = await load(mode, server.port, child.pid, [
      '--seconds',
      String(seconds),
      '--seed',
      '1',
      ...common,
    ]);
    const after = threadTicks(child.pid);
    const threads = Object.entries(after)
      .map(([name, ticks]) => [name, ((ticks - (before[name] ?? 0)) * 1e4) / busy.answered])
      .filter(([, us]) => us >= 0.05)
      .map(([name, us]) => `${name} ${us.toFixed(1)}`)
      .join(', ');
    const rate = Math.max(1, Math.floor(busy.per_second * 0.7));
    const calm = await load(mode, server.port, child.pid, [
      '--seconds',
      String(seconds),
      '--seed',
      '2',
      '--rate',
      String(rate),
      '--window',
      '2000',
    ]);
    return { cpu_us: (busy.server_cpu_s * 1e6) / busy.answered, busy, calm, rate, threads };
  } finally {
    await stop(child);
  }
}

const servers = [
  {
    name: 'qorgan',
    port: 5070,
    command: (mode) => [
      path.join(build, 'qorgan'),
      'serve',
      '--config',
      `bench/${mode}.yaml`,
      '--data',
      fs.mkdtempSync(path.join(scratch, 'data-')),
    ],
  },
  {
    name: 'kamailio',
    port: 5071,
    command: (mode) => [
      'kamailio',
      '-f',
      `bench/kamailio/${mode}.cfg`,
      '-DD',
      '-E',
      '-m',
      '512',
      '-M',
      '16',
    ],
  },
];
const hasKamailio = spawnSync('kamailio', ['-v']).status === 0;
if (!hasKamailio) {
  console.log('kamailio is not installed (apt-get install kamailio): Qorgan is measured alone');
  servers.pop();
}
const floor = {
  name: 'floor',
  port: 5072,
  command: () => [
    path.join(build, 'qorgan-load'),
    'floor',
    '--to',
    '127.0.0.1:5072',
    '--seconds',
    String(seconds * 2 + 30),
  ],
};

async function main() {
  const about = machine();
  for (const needed of ['qorgan', 'qorgan-load']) {
    if (!fs.existsSync(path.join(build, needed)))
      throw new Error(`${needed} is not built (cmake --build --preset release)`);
  }
  const results = { redirect: {}, proxy: {} };
  for (let round = 0; round < rounds; ++round) {
    for (const mode of ['redirect', 'proxy']) {
      for (const server of mode === 'redirect' ? [...servers, floor] : servers) {
        const one = await measure(server, mode);
        (results[mode][server.name] ??= []).push(one);
        console.log(
          `round ${round + 1} ${mode} ${server.name}: ${one.cpu_us.toFixed(2)} us, ` +
            `${whole(one.busy.per_second)}/s, ${codesText(one.busy.codes)}`,
        );
      }
    }
  }
  const text = [
    '# Benchmark results',
    '',
    ...about.map((line) => `- ${line}`),
    `- ${rounds} rounds of ${seconds} s; server on core 0, generator on core 1; UDP over loopback`,
    '- CPU: utime + stime of all processes and threads of the server, kernel included',
    '- floor: a bare responder that looks at nothing, same sockets and batches',
    ...table(results),
    ...microTable(build),
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
  console.error(`bench/run: ${error.message}`);
} finally {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  fs.rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
