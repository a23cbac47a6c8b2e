// Runs the installed server with simulated calls under strace and holds every system call it makes
// against the filter of the unit. Inside a network of its own. Usage: system-calls.mjs ROOT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { run, top } from './root.mjs';

/// The system calls of a set such as @system-service, sets within it resolved.
function resolved(set) {
  if (!set.startsWith('@')) return new Set([set]);
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

// The demonstration as the user of the service, in the root the package is installed in.
const root = process.argv[2];
const config = fs
  .readFileSync(path.join(top, 'sim/demo.yaml'), 'utf8')
  .replace(/^policy: .*$/m, 'policy: /usr/share/qorgan/policy/default.yaml')
  .replace(/^legal_bases: .*$/m, 'legal_bases: /usr/share/qorgan/policy/legal-bases.yaml');
fs.writeFileSync(path.join(root, 'tmp/demo.yaml'), config);
const counts = path.join(root, 'tmp/traced/counts');
const ready = path.join(root, 'tmp/traced/ready');
const inside = (...args) => ['--userspec=qorgan', root, ...args];
run('chroot', inside('mkdir', '/tmp/traced'));
const serve = ['/usr/bin/qorgan', 'serve', '--config', '/tmp/demo.yaml'];
serve.push('--data', '/tmp/traced/data', '--ready-file', '/tmp/traced/ready');
const trace = ['/usr/bin/strace', '-f', '-c', '-o', '/tmp/traced/counts'];
const server = spawn('chroot', inside(...trace, ...serve), { stdio: 'ignore' });
const over = new Promise((done) => server.on('exit', done));
const traced = () =>
  Number(fs.readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim());
for (let i = 0; i < 600 && !fs.existsSync(ready); ++i) {
  await new Promise((done) => setTimeout(done, 100));
}
assert.ok(fs.existsSync(ready), 'the server did not start');
const sim = ['/usr/bin/qorgan', 'sim', '--config', '/tmp/demo.yaml'];
run('chroot', inside(...sim, '--rate', '5', '--duration', '8', '--quiet'));
await fetch('http://127.0.0.1:8080/');
process.kill(traced(), 'SIGHUP');
await new Promise((done) => setTimeout(done, 1000));
process.kill(traced(), 'SIGTERM');
await over;
const made = fs
  .readFileSync(counts, 'utf8')
  .split('\n')
  .map((line) => /^\s*[\d.]+\s.*\s(\w+)$/.exec(line)?.[1])
  .filter((name) => name && name !== 'total');
fs.rmSync(path.join(root, 'tmp/traced'), { recursive: true, force: true });
assert.ok(made.includes('sendmmsg') || made.includes('sendto'), `no calls were handled: ${made}`);
const forbidden = made.filter((name) => !allowed.has(name));
assert.deepEqual(forbidden, [], 'the unit forbids what the server does');
console.log(`${made.length} system calls, all allowed`);
