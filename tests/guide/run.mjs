// Makes the root, then follows the guide in a network of its own (follow.mjs).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage, obstacle, Root, run, top } from '../package/root.mjs';
import { steps } from './steps.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const blocked = obstacle();
if (blocked) {
  console.log(`skipped - following the guide in a clean root: ${blocked}`);
  const { body } = steps.flatMap((step) => step.blocks).find((block) => block.kind === 'yaml');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'qorgan-guide-'));
  const config = path.join(folder, 'qorgan.yaml');
  fs.writeFileSync(config, body.replace('policy.yaml', path.join(top, 'policy/default.yaml')));
  run(path.join(top, 'build/release/qorgan'), ['check-config', config]);
  fs.rmSync(folder, { recursive: true });
  console.log('ok - the configuration of the guide is good\n1 passed, 0 failed');
  process.exit(0);
}
const root = new Root('guide');
let status = 1;
try {
  const deb = buildPackage();
  const file = path.join(root.folder, 'root', path.basename(deb));
  fs.copyFileSync(deb, file);
  // What the reader has: Kamailio, curl. The package's libraries are fetched now, because the
  // commands of the guide run where there is no registry.
  root.install('kamailio', 'curl', 'sqlite3');
  root.sh(`apt-get install -y -q --download-only /root/${path.basename(deb)}`);
  fs.mkdirSync(path.join(root.folder, 'etc/kamailio'), { recursive: true });
  fs.copyFileSync(
    path.join(here, 'kamailio.cfg'),
    path.join(root.folder, 'etc/kamailio/kamailio.cfg'),
  );
  fs.copyFileSync(path.join(here, 'systemctl'), path.join(root.folder, 'usr/local/bin/systemctl'));
  fs.writeFileSync(
    path.join(root.folder, 'usr/local/bin/journalctl'),
    '#!/bin/sh\ncat /var/log/qorgan.journal\n',
    { mode: 0o755 },
  );
  const follow = [process.execPath, path.join(here, 'follow.mjs'), root.folder];
  const ran = spawnSync(
    'unshare',
    ['-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'guide', ...follow],
    { stdio: 'inherit', timeout: 280_000 },
  );
  status = ran.status ?? 1;
} finally {
  for (const name of ['qorgan', 'kamailio']) {
    const file = path.join(root.folder, `run/${name}.pid`);
    if (!fs.existsSync(file)) continue;
    try {
      process.kill(Number(fs.readFileSync(file, 'utf8')), 'SIGTERM');
    } catch {
      // it has ended by itself
    }
  }
  await new Promise((done) => setTimeout(done, 500));
  root.end();
}
process.exitCode = status;
