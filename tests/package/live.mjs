// Inside a network of its own: the installed server as its unit starts it, seen from outside the
// root. Usage: live.mjs ROOT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const config = path.join(folder, 'etc/qorgan/qorgan.yaml');
const original = fs.readFileSync(config);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, condition, patienceMs = 20_000) {
  for (const end = Date.now() + patienceMs; ; await sleep(30)) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms for ${what}`);
  }
}

/// The service manager's end of the conversation: a datagram socket, each datagram on a line.
function serviceManager(where) {
  const program = `use IO::Socket::UNIX; $| = 1;
    my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
    chmod 0777, $ARGV[0]; print "listening\\n";
    while (defined $s->recv(my $told, 4096)) { $told =~ s/\\n/ /g; print "$told\\n"; }`;
  const child = spawn('perl', ['-e', program, where], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.lines = [];
  let rest = '';
  child.stdout.on('data', (text) => {
    const all = (rest + text).split('\n');
    rest = all.pop();
    child.lines.push(...all);
  });
  return child;
}

/// Holds one thread of a process, and it alone, for so long (ptrace: seize, interrupt).
async function hold(pid, name, seconds) {
  const tasks = fs.readdirSync(`/proc/${pid}/task`);
  const thread = tasks.find(
    (each) => fs.readFileSync(`/proc/${pid}/task/${each}/comm`, 'utf8').trim() === name,
  );
  assert.ok(thread, `no thread is called ${name}`);
  const ptrace = process.arch === 'arm64' ? 117 : 101;
  const program = `syscall(${ptrace}, 0x4206, $ARGV[0] + 0, 0, 0) == 0 or die $!;
    syscall(${ptrace}, 0x4207, $ARGV[0] + 0, 0, 0) == 0 or die $!; sleep $ARGV[1];`;
  const holder = spawn('perl', ['-e', program, thread, seconds], { stdio: 'inherit' });
  assert.equal(await new Promise((done) => holder.on('exit', done)), 0);
}

/// What the unit of the package starts, and as whom.
function unit() {
  const text = fs.readFileSync(path.join(folder, 'lib/systemd/system/qorgan.service'), 'utf8');
  const value = (key) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)[1];
  return { command: value('ExecStart').split(' '), user: value('User') };
}

/// One OPTIONS from `address`; the status of the answer.
async function options(address) {
  const socket = dgram.createSocket('udp4');
  await new Promise((done) => socket.bind(5070, address, done));
  const answer = new Promise((done) => socket.once('message', (bytes) => done(bytes.toString())));
  const text = [
    'OPTIONS sip:127.0.0.1:5060 SIP/2.0',
    `Via: SIP/2.0/UDP ${address}:5070;branch=z9hG4bK${Math.random()}`,
    'Max-Forwards: 1',
    `From: <sip:probe@${address}>;tag=1`,
    'To: <sip:127.0.0.1>',
    `Call-ID: ${Math.random()}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  socket.send(text, 5060, '127.0.0.1');
  const first = (await answer).split('\r\n')[0];
  socket.close();
  return Number(first.split(' ')[1]);
}

fs.mkdirSync(path.join(folder, 'run'), { recursive: true });
const manager = serviceManager(path.join(folder, 'run/notify'));
const heard = (pattern) => until(pattern, () => manager.lines.find((line) => pattern.test(line)));
await heard(/listening/);
const { command, user } = unit();
const server = spawn('chroot', [`--userspec=${user}`, folder, ...command], {
  env: { PATH: process.env.PATH, NOTIFY_SOCKET: '/run/notify', WATCHDOG_USEC: '1500000' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let said = '';
for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (said += text));
const over = new Promise((done) => {
  server.on('exit', (code, signal) => done(code ?? signal));
  server.on('error', (error) => done(error.message));
});
try {
  // Where the example's switch cannot be reached the status begins with that.
  await heard(
    /^READY=1 STATUS=(1 next hops down; )?0 live calls, .* 1 trunks in shadow, 0 enforcing$/,
  );
  await heard(/^WATCHDOG=1/);
  assert.equal(await options('127.0.0.77'), 403, 'a stranger');

  // Another carrier, by reload; then a mistake, which changes nothing.
  const text = original.toString();
  fs.writeFileSync(config, text.replace('192.0.2.10', '127.0.0.77'));
  server.kill('SIGHUP');
  await heard(/^RELOADING=1/);
  await until('the added carrier', async () => (await options('127.0.0.77')) === 200);
  fs.writeFileSync(config, text.replace('mode: proxy', 'mode: bridge'));
  server.kill('SIGHUP');
  await until('the mistake in the log', () =>
    /event=not_reloaded file=\/etc\/qorgan\/qorgan\.yaml line=\d+ why=/.test(said),
  );
  assert.equal(await options('127.0.0.77'), 200);

  const page = await fetch('http://127.0.0.1:8080/');
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<div id="root">/);
  const figures = await (await fetch('http://127.0.0.1:8080/metrics')).text();
  assert.match(figures, /qorgan_journal_healthy 1/);
  assert.equal((await fetch('http://127.0.0.1:8080/readyz')).status, 200);

  // The main thread runs on, and yet gives no sign of life while the call path stands still.
  const stuck = hold(server.pid, 'call-path', 4);
  await heard(/^STATUS=stuck: the call path makes no progress/);
  const alive = () => manager.lines.filter((line) => line.startsWith('WATCHDOG=1')).length;
  const before = alive();
  await stuck;
  assert.ok(alive() <= before + 1, 'signs of life while the call path stood still');
  await until('signs of life again', () => alive() > before + 1);
  assert.equal(await options('127.0.0.77'), 200);

  server.kill('SIGTERM');
  await heard(/^STOPPING=1/);
  assert.equal(await over, 0, 'exit status');
  console.log('all well');
} catch (error) {
  console.log(
    `${error.stack}\nthe server said:\n${said}\nthe manager heard:\n${manager.lines.join('\n')}`,
  );
  process.exitCode = 1;
} finally {
  fs.writeFileSync(config, original);
  server.kill('SIGKILL');
  manager.kill();
}
