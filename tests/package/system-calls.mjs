// Runs the built server with simulated calls under strace and holds every system call it makes
// against the filter of the unit. Inside a network of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, top } from './root.mjs';

/// The system calls of a set such as @system-service, sets within it resolved.
function resolved(set) {
  const names = new Set();
  for (const line of run('systemd-analyze', ['syscall-filter', set]).split('\n').slice(1)) {
    const name = line.trim();
    if (name.startsWith('@')) for (const each of resolved(name)) names.add(each);
    else if (name && !name.startsWith('#')) names.add(name);
  }
  return names;
}

const allowed = resolved('@default');
const unit = fs.readFileSync(path.join(top, 'deploy/systemd/qorgan.service'), 'utf8');
for (const [, sign, sets] of unit.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
  for (const set of sets.split(' ')) {
    for (const name of resolved(set)) sign ? allowed.delete(name) : allowed.add(name);
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-calls-'));
const counts = path.join(folder, 'counts');
const binary = path.join(top, 'build/release/qorgan');
const config = path.join(top, 'sim/demo.yaml');
const ready = path.join(folder, 'ready');
const server = spawn(
  'strace',
  [
    '-f',
    '-c',
    '-o',
    counts,
    binary,
    'serve',
    '--config',
    config,
    '--data',
    path.join(folder, 'data'),
    '--ready-file',
    ready,
  ],
  { cwd: top, stdio: 'ignore' },
);
const over = new Promise((done) => server.on('exit', done));
const inner = () =>
  fs.readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim();
for (let i = 0; i < 600 && !fs.existsSync(ready); ++i)
  await new Promise((done) => setTimeout(done, 100));
assert.ok(fs.existsSync(ready), 'the server did not start');
run(binary, ['sim', '--config', config, '--rate', '5', '--duration', '8', '--quiet'], { cwd: top });
await fetch('http://127.0.0.1:8080/');
process.kill(Number(inner()), 'SIGHUP');
await new Promise((done) => setTimeout(done, 1000));
process.kill(Number(inner()), 'SIGTERM');
await over;
const made = fs
  .readFileSync(counts, 'utf8')
  .split('\n')
  .map((line) => /^\s*[\d.]+\s.*\s(\w+)$/.exec(line)?.[1])
  .filter((name) => name && name !== 'total');
fs.rmSync(folder, { recursive: true, force: true });
assert.ok(made.includes('sendmmsg') || made.includes('sendto'), `no calls were handled: ${made}`);
const forbidden = made.filter((name) => !allowed.has(name));
assert.deepEqual(forbidden, [], 'the unit forbids what the server does');
console.log(`${made.length} system calls, all allowed`);
