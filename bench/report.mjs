// What a benchmark run says in words and tables.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

function googleBenchmark(build, name) {
  const program = path.join(build, name);
  if (!fs.existsSync(program)) return [];
  const ran = spawnSync(program, ['--benchmark_format=json', '--benchmark_min_time=0.5'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    return JSON.parse(ran.stdout).benchmarks;
  } catch {
    return [];
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
export const codesText = (codes) =>
  Object.entries(codes)
    .map(([c, n]) => `${c}: ${n}`)
    .join(', ');
export const whole = (value) => Math.round(value).toLocaleString('en');

export function machine() {
  const version = (command, flags) =>
    (spawnSync(command, flags, { encoding: 'utf8' }).stdout || 'not found').split('\n')[0];
  const name = fs.readFileSync('/etc/os-release', 'utf8').match(/PRETTY_NAME="(.*)"/)?.[1];
  return [
    `${os.cpus()[0].model}, ${os.cpus().length} cores, ` +
      `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB, ${name}, Linux ${os.release()}`,
    version('kamailio', ['-v']),
    `clang ${version('clang-19', ['--version'])}`,
    `load average at the start ${os
      .loadavg()
      .map((v) => v.toFixed(2))
      .join(' ')}`,
  ];
}

export function table(results) {
  const lines = [];
  for (const mode of ['redirect', 'proxy']) {
    const unit = mode === 'redirect' ? 'INVITE' : 'call';
    lines.push(
      '',
      `## ${mode}: CPU per ${unit}`,
      '',
      `| server | CPU us per ${unit} (median; all rounds) | ${unit}s/s, closed loop ` +
        '| p50 / p99 us at 70 % | answers |',
      '|---|---|---|---|---|',
    );
    for (const [name, list] of Object.entries(results[mode])) {
      const middle = median(list.map((r) => r.cpu_us));
      const one = list.find((r) => r.cpu_us === middle);
      const all = list.map((r) => r.cpu_us.toFixed(2)).join(', ');
      lines.push(
        `| ${name} | **${middle.toFixed(2)}** (${all}) | ${whole(one.busy.per_second)} ` +
          `| ${whole(one.calm.p50_us)} / ${whole(one.calm.p99_us)} ` +
          `(${whole(one.rate)}/s, lost ${one.calm.lost}) ` +
          `| ${codesText(one.busy.codes)}, lost ${one.busy.lost} |`,
      );
    }
    const mine = results[mode].qorgan?.[0];
    if (mine) lines.push('', `qorgan by thread, us per ${unit}: ${mine.threads}`);
    const of = (name) => median(results[mode][name].map((r) => r.cpu_us));
    if (results[mode].qorgan && results[mode].kamailio) {
      lines.push('', `kamailio / qorgan = **${(of('kamailio') / of('qorgan')).toFixed(1)}**`);
    }
  }
  return lines;
}

export function microTable(build) {
  const lines = [
    '',
    '## Engine and parser alone',
    '',
    '| benchmark | CPU time | per second |',
    '|---|---|---|',
  ];
  for (const name of ['engine_bench', 'sip_bench']) {
    for (const b of googleBenchmark(build, name)) {
      const rate = b.items_per_second ? whole(b.items_per_second) : '';
      lines.push(`| ${b.name} | ${b.cpu_time.toFixed(1)} ${b.time_unit} | ${rate} |`);
    }
  }
  return lines;
}
