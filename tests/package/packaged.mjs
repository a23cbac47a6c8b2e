// The package from its making to its purge. Each step goes on where the one before it ended.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { buildPackage, here, Root, run, top, work } from './root.mjs';

let deb;
let root;
let before;

/// Every file of the root but what apt, dpkg and other packages keep for themselves.
function files() {
  const pruned = [
    '/proc',
    '/var/cache',
    '/var/lib/dpkg',
    '/var/lib/apt',
    '/var/log',
    '/root',
    '/tmp',
    '/run',
  ];
  const prune = pruned.map((each) => `-path .${each}`).join(' -o ');
  const found = root.sh(`cd / && find . \\( ${prune} \\) -prune -o -print`).split('\n');
  return new Set(found);
}

const ours = () =>
  root.sh("find / -xdev -iname '*qorgan*' -not -path '/proc/*' -not -path '/root/*'").trim();

export const anywhere = {
  'the unit is sandboxed': () => {
    // 1.5 of 10; what is left is the network, which it is there for.
    const unit = path.join(top, 'deploy/systemd/qorgan.service');
    const told = run('systemd-analyze', ['security', '--offline=true', '--threshold=15', unit]);
    assert.match(told, /Overall exposure level for qorgan\.service: [01]\.\d OK/);
  },

  'the alert rules are good and every figure they and the dashboard name exists': () => {
    const folder = path.join(top, 'deploy/prometheus');
    run('promtool', ['check', 'rules', 'qorgan.rules.yml'], { cwd: folder });
    run('promtool', ['test', 'rules', 'qorgan.rules.test.yml'], { cwd: folder });
    const named = ['deploy/prometheus/qorgan.rules.yml', 'deploy/grafana/qorgan.json']
      .map((file) => fs.readFileSync(path.join(top, file), 'utf8'))
      .join('\n')
      .match(/qorgan_[a-z_]+/g);
    const exported = fs
      .readdirSync(path.join(top, 'src/app'))
      .filter((file) => /^metrics.*(?<!_test)\.cc$/.test(file))
      .map((file) => fs.readFileSync(path.join(top, 'src/app', file), 'utf8'))
      .join('\n');
    assert.ok(named.length > 30);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !exported.includes(`"${name}"`)),
      [],
    );
  },

  'one command builds the package': () => {
    deb = buildPackage();
    const told = run('dpkg-deb', ['--field', deb]);
    assert.match(told, /^Depends: .*libc6 \(>= .*libsqlite3-0/m);
    assert.match(run('dpkg-deb', ['--contents', deb]), /\.\/usr\/share\/qorgan\/web\/index\.html/);
  },

  'lintian finds no error in it': () => {
    run('lintian', ['--allow-root', '--fail-on', 'error,warning', '--tag-display-limit', '0', deb]);
  },
};

export const inRoot = {
  'it installs in a clean Debian': () => {
    root = new Root('root');
    root.install('adduser', 'ca-certificates', 'strace');
    before = files();
    root.install(deb);
    assert.equal(root.sh('qorgan --version').trim(), 'qorgan 0.1.0');
    assert.equal(root.sh('stat -c "%U %a" /var/lib/qorgan').trim(), 'qorgan 700');
    assert.equal(root.sh('stat -c "%U:%G %a" /etc/qorgan/qorgan.yaml').trim(), 'root:qorgan 640');
  },

  'the configuration that comes with it is good': () => {
    assert.match(root.sh('qorgan check-config /etc/qorgan/qorgan.yaml'), /qorgan\.yaml: good/);
  },

  'it serves, tells the service manager, reloads and stops': () => {
    const told = run(
      'unshare',
      [
        '-n',
        'sh',
        '-c',
        'ip link set lo up; exec "$@"',
        'live',
        process.execPath,
        path.join(here, 'live.mjs'),
        root.folder,
      ],
      { timeout: 120_000 },
    );
    assert.match(told, /all well/);
  },

  'it asks the kernel for nothing its unit forbids': () => {
    const told = run(
      'unshare',
      [
        '-n',
        'sh',
        '-c',
        'ip link set lo up; exec "$@"',
        'calls',
        process.execPath,
        path.join(here, 'system-calls.mjs'),
        root.folder,
      ],
      { timeout: 120_000 },
    );
    assert.match(told, /all allowed/);
  },

  'an upgrade keeps what was changed in /etc and the records': () => {
    root.sh('echo "# ours" >> /etc/qorgan/qorgan.yaml');
    root.install(deb); // the same version again: dpkg unpacks and configures it anew
    root.sh(`dpkg -i --force-confold /root/${path.basename(deb)}`);
    assert.match(root.sh('tail -n 1 /etc/qorgan/qorgan.yaml'), /# ours/);
    assert.equal(root.sh('stat -c "%U:%G %a" /etc/qorgan/qorgan.yaml').trim(), 'root:qorgan 640');
    root.sh('test -s /var/lib/qorgan/journal.sqlite');
  },

  'removing it keeps configuration and records': () => {
    root.sh('apt-get remove -y -q qorgan');
    root.sh('test ! -e /usr/bin/qorgan');
    root.sh('test -s /etc/qorgan/qorgan.yaml && test -s /var/lib/qorgan/journal.sqlite');
  },

  'purging it leaves nothing': () => {
    root.sh('apt-get purge -y -q qorgan && apt-get autoremove --purge -y -q');
    assert.equal(ours(), '');
    assert.equal(root.sh('getent passwd qorgan || true'), '');
    const left = [...files()].filter(
      (each) =>
        !before.has(each) &&
        !/\/(ld\.so\.cache|passwd-|group-|shadow-|gshadow-|__pycache__)/.test(each),
    );
    assert.deepEqual(left, []);
  },
};

export function end() {
  root?.end();
  fs.rmSync(path.join(work, 'tree'), { recursive: true, force: true });
}
