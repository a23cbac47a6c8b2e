// Debian's baresip, a real user agent, without a sound card: commanded and listened to over its
// control port (ctrl_tcp: JSON in netstrings).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from './harness.mjs';

const modules = '/usr/lib/baresip/modules';

export class Baresip {
  /// `answers`: picks up by itself.
  constructor(bench, { address, user, answers = false, control = 4444 }) {
    const home = path.join(bench.dir, `baresip-${user.replace(/[^a-z0-9]/g, '')}`);
    fs.mkdirSync(home);
    const mode = answers ? 'auto' : 'manual';
    fs.writeFileSync(
      path.join(home, 'accounts'),
      `<sip:${user}@${address}>;regint=0;answermode=${mode};audio_codecs=pcma\n`,
    );
    fs.writeFileSync(path.join(home, 'contacts'), '');
    fs.writeFileSync(
      path.join(home, 'config'),
      [
        `sip_listen ${address}:5060`,
        'poll_method epoll',
        `net_interface ${address}`,
        'call_local_timeout 60',
        'audio_source aubridge,loop', // it says what it hears
        'audio_player aubridge,loop',
        'audio_alert aubridge,bell',
        `module_path ${modules}`,
        'module g711.so',
        'module aubridge.so',
        'module_app account.so',
        'module_app contact.so',
        'module_app menu.so',
        'module_app ctrl_tcp.so',
        `ctrl_tcp_listen ${address}:${control}`,
        '',
      ].join('\n'),
    );
    this.bench = bench;
    this.at = { host: address, port: control };
    this.events = [];
    this.process = bench.run(`baresip-${user}`, 'baresip', ['-f', home]);
  }

  async ready() {
    await until('baresip to take commands', async () => {
      assert.equal(this.process.exitCode, null, 'baresip ended at once');
      return new Promise((done) => {
        const socket = net.connect(this.at, () => {
          this.socket = socket;
          done(true);
        });
        socket.on('error', () => done(false));
      });
    });
    this.bench.atEnd.push(async () => this.socket.destroy());
    let rest = Buffer.alloc(0);
    this.socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (;;) {
        const colon = rest.indexOf(':');
        const length = Number(rest.subarray(0, colon));
        if (colon < 0 || rest.length < colon + length + 2) return;
        this.events.push(JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString()));
        rest = rest.subarray(colon + length + 2);
      }
    });
    return this;
  }

  command(command, params = '') {
    const text = JSON.stringify({ command, params });
    this.socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  /// The first event of this type, such as CALL_ESTABLISHED or CALL_CLOSED.
  event(type) {
    return until(`${type} of baresip`, () => this.events.find((e) => e.event && e.type === type));
  }
}
