// A centre started from the built binary: its process, the console's API, its store.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { binary, root, until } from './harness.mjs';

export class Centre {
  constructor(bench, { config = 'tests/config/flows.yaml', data } = {}) {
    this.bench = bench;
    this.config = path.resolve(root, config);
    this.data = data ?? path.join(bench.dir, `data-${bench.atEnd.length}`);
    const yaml = fs.readFileSync(this.config, 'utf8');
    this.base = `http://${/console:\s*\n?\s*\{?\s*listen:\s*"?([0-9.:]+)/.exec(yaml)[1]}`;
  }

  async start() {
    const ready = path.join(this.bench.dir, `ready-${randomUUID()}`);
    this.cookie = undefined;
    this.process = this.bench.run('serve', binary, [
      'serve',
      '--config',
      this.config,
      '--data',
      this.data,
      '--ready-file',
      ready,
    ]);
    await until(
      'the centre to be ready',
      () => {
        assert.equal(this.process.exitCode, null, 'the centre ended at once');
        return fs.existsSync(ready);
      },
      20_000,
    );
  }

  async stop() {
    this.process.kill('SIGTERM');
    const { code, signal } = await this.process.over;
    assert.equal(code, 0, `the centre ended with ${code ?? signal}`);
  }

  async kill9() {
    this.process.kill('SIGKILL');
    await this.process.over;
  }

  alive() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async signIn(name = 'operator', password = 'qorgan-demo') {
    const answer = await fetch(`${this.base}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.base },
      body: JSON.stringify({ name, password }),
    });
    assert.equal(answer.status, 200, `signing in: ${await answer.clone().text()}`);
    this.cookie = answer.headers.get('set-cookie').split(';')[0];
    this.csrf = (await answer.json()).csrf_token;
  }

  async api(where, body, headers = {}) {
    if (!this.cookie) await this.signIn();
    const answer = await fetch(`${this.base}/api/v1/${where}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Cookie: this.cookie,
        Origin: this.base,
        'X-CSRF-Token': this.csrf,
        'Content-Type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${where}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /// The `count` calls recorded after `mark`, oldest first, once they have all ended.
  async calls(count, { mark = '', ended = true, patienceMs = 8000 } = {}) {
    let items = [];
    const enough = async () => {
      items = (await this.api('calls?limit=500')).items.filter((c) => c.id > mark);
      const over = items.filter(
        (c) => !ended || ['ended', 'refused', 'redirected'].includes(c.state),
      );
      return over.length >= count;
    };
    await until(`${count} recorded calls`, enough, patienceMs).catch((error) => {
      throw new Error(`${error.message}; there are ${JSON.stringify(items)}`);
    });
    assert.equal(items.length, count, 'more calls than placed');
    return items.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  async mark() {
    return (await this.api('calls?limit=1')).items[0]?.id ?? '';
  }
  detail(id) {
    return this.api(`calls/${id}`);
  }
  drop(id, cause = 'asked by a test') {
    return this.api(`calls/${id}/drop`, { cause }, { 'Idempotency-Key': randomUUID() });
  }
  health() {
    return this.api('health');
  }

  /// Rows of the store, each an array of texts.
  sql(query) {
    const ran = spawnSync(
      'sqlite3',
      ['-readonly', '-separator', '\t', path.join(this.data, 'store.sqlite'), query],
      { encoding: 'utf8', maxBuffer: 256 << 20 },
    );
    assert.equal(ran.status, 0, `sqlite3: ${ran.stderr}`);
    return ran.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
  }
}
