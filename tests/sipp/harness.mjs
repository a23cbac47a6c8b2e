// What the flows share: SIPp runs, plain UDP sockets, built programs; centres are in centre.mjs.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Centre } from './centre.mjs';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const binary = process.env.QORGAN ?? path.join(root, 'build/release/qorgan');
export const generator = path.join(path.dirname(binary), 'qorgan-load');

// Addresses of tests/config/flows.yaml.
export const at = {
  centre: '127.0.20.1',
  enforcing: '127.0.21.1',
  shadow: '127.0.21.2',
  redirect: '127.0.21.3',
  hub: '127.0.21.4',
  stranger: '127.0.21.99',
  switch: '127.0.22.1',
};
export const port = 5060;

/// Thrown where the machine lacks what a flow needs; says so and counts neither way.
export class Skip extends Error {}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, condition, patienceMs = 8000) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await sleep(40);
  }
}

/// Settings for a scenario's @CHECKS@: what a message must match (POSIX extended) and must not.
export function checks(wanted = [], forbidden = []) {
  const names = [];
  const escape = (text) =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const one = (expression, how) => {
    names.push(`c${names.length + 1}`);
    const to = `search_in="msg" ${how}="true" assign_to="${names.at(-1)}"`;
    return `<ereg regexp="${escape(expression)}" ${to}/>`;
  };
  const lines = [
    ...wanted.map((each) => one(each, 'check_it')),
    ...forbidden.map((each) => one(each, 'check_it_inverse')),
  ];
  if (names.length === 0) return { CHECKS: '<log message="nothing to check"/>', REFERENCES: '' };
  return { CHECKS: lines.join(''), REFERENCES: `<Reference variables="${names.join(',')}"/>` };
}

/// Everything one flow starts; all of it ends with the flow.
export class Bench {
  constructor(name) {
    this.name = name;
    this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-flow-'));
    this.atEnd = [];
    this.logs = [];
  }

  file(name, text) {
    const full = path.join(this.dir, name);
    fs.writeFileSync(full, text);
    return full;
  }

  run(label, program, args, options = {}) {
    const log = path.join(this.dir, `${label}-${this.logs.length}.log`);
    const fd = fs.openSync(log, 'w');
    this.logs.push(log);
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', fd, fd], ...options });
    fs.closeSync(fd);
    child.log = log;
    child.over = new Promise((done) => {
      child.on('error', (error) => done({ code: -1, signal: error.message }));
      child.on('exit', (code, signal) => done({ code, signal }));
    });
    this.atEnd.push(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await child.over;
    });
    return child;
  }

  async centre(options = {}) {
    const centre = new Centre(this, options);
    await centre.start();
    return centre;
  }

  /// Starts SIPp with scenarios/NAME.xml; `settings` fills the @PLACES@ of the scenario.
  sipp(scenario, options = {}) {
    let xml = fs.readFileSync(path.join(here, 'scenarios', `${scenario}.xml`), 'utf8');
    const all = {
      TALK_MS: 300,
      RING_MS: 100,
      STATUS: 603,
      ...checks(),
      ...(options.settings ?? {}),
    };
    xml = xml.replace(/@([A-Z_]+)@/g, (_, key) => String(all[key]));
    // Through a bridge of tls-bridge.mjs SIPp itself speaks TCP.
    if (options.over === 'tls') xml = xml.replaceAll('[transport]', 'TLS');
    const named = /(Contact: <sip:[^>]*)\[local_ip\]:\[local_port\]/g;
    if (options.contact) xml = xml.replace(named, `$1${options.contact}`);
    return this.sippText(xml, options, scenario);
  }

  /// Starts SIPp with a scenario that was written by a flow (steps.mjs).
  sippText(
    xml,
    {
      from,
      to,
      pairs,
      calls = pairs?.length ?? 1,
      rate = 10,
      most,
      patienceS = 20,
      over = 'udp',
      localPort = port,
    } = {},
    scenario = /scenario name="([^"]*)"/.exec(xml)[1].replace(/[^a-z]/g, '_'),
  ) {
    const sf = this.file(`${scenario}-${randomUUID().slice(0, 8)}.xml`, xml);
    const args = [
      '-sf',
      sf,
      '-i',
      from,
      '-p',
      String(localPort),
      '-mi',
      from,
      '-m',
      String(calls),
      '-nostdin',
      '-timeout',
      `${patienceS}s`,
      '-timeout_error',
      '-trace_err',
      '-error_file',
      sf.replace('.xml', '.err'),
      '-nd',
      '-buff_size',
      '1048576',
    ];
    if (over !== 'udp') args.push('-t', 't1');
    this.logs.push(sf.replace('.xml', '.err'));
    if (process.env.QORGAN_TRACE)
      args.push('-trace_msg', '-message_file', sf.replace('.xml', '.msg'));
    if (pairs !== undefined || scenario.startsWith('uac')) {
      const csv =
        'SEQUENTIAL\n' + (pairs ?? [['x', 'y']]).map((p) => `${p[0]};${p[1]};`).join('\n') + '\n';
      args.push('-inf', this.file(`${path.basename(sf)}.csv`, csv), '-r', String(rate));
      if (most) args.push('-l', String(most));
      const remote = to ?? at.centre;
      args.push(/:\d+$/.test(remote) ? remote : `${remote}:${port}`);
    }
    const child = this.run(`sipp-${scenario}`, 'sipp', args, {
      cwd: this.dir,
      env: { ...process.env, TERM: 'dumb' },
    });
    child.scenario = scenario;
    return child;
  }

  /// Waits for SIPp runs to end well.
  async succeed(...runs) {
    for (const run of runs) {
      const { code, signal } = await run.over;
      assert.equal(code, 0, `SIPp ${run.scenario} ended with ${code ?? signal}`);
    }
  }

  /// A UDP socket that keeps what it hears.
  async listener(address, localPort = port) {
    const socket = dgram.createSocket('udp4');
    const heard = [];
    socket.on('message', (bytes, peer) => heard.push({ text: bytes.toString('latin1'), peer }));
    await new Promise((done, fail) => {
      socket.once('error', fail);
      socket.bind(localPort, address, done);
    });
    let open = true;
    const close = async () => {
      if (open) await new Promise((done) => socket.close(done));
      open = false;
    };
    this.atEnd.push(close);
    const send = (text, to = at.centre) =>
      new Promise((done) => socket.send(Buffer.from(text, 'latin1'), port, to, done));
    const sendTo = (bytes, toPort, to = at.centre) =>
      new Promise((done) => socket.send(bytes, toPort, to, done));
    return {
      heard,
      send,
      sendTo,
      close,
      invites: () => heard.filter((h) => h.text.startsWith('INVITE ')),
    };
  }

  lastWords() {
    const lines = [];
    for (const log of this.logs.slice(-8)) {
      if (!fs.existsSync(log)) continue;
      const text = fs.readFileSync(log, 'latin1').trim();
      if (text) lines.push(`--- ${path.basename(log)}`, ...text.split('\n').slice(-12));
    }
    return lines;
  }

  async tearDown() {
    while (this.atEnd.length > 0) await this.atEnd.pop()();
    if (process.env.QORGAN_TRACE) console.log(`kept ${this.dir}`);
    else fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

export function qorgan(...args) {
  const ran = spawnSync(binary, args, { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 });
  assert.equal(ran.status, 0, `qorgan ${args[0]}: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

/// Numbers for a flow: distinct, valid.
export const german = (n) => `+49151${String(10000000 + n)}`;
export const kazakh = (n) => `+7701${String(2000000 + n)}`;
