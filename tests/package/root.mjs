// A clean Debian in a folder: made once by debootstrap, kept as a tarball, unpacked for each run.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const top = path.resolve(here, '../..');
export const work = path.join(top, 'build/package');

/// Runs a program; its output, or an error that carries it.
export function run(program, args, options = {}) {
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  if (ran.status !== 0) {
    const words = `${ran.stdout ?? ''}${ran.stderr ?? ''}`.trim().split('\n').slice(-25).join('\n');
    throw new Error(`${program} ${args.join(' ')}: ${ran.error ?? ran.status}\n${words}`);
  }
  return ran.stdout;
}

/// Builds the package; its path. --no-build takes server and console as they were built last.
export function buildPackage() {
  const how = process.argv.includes('--no-build') ? ['--no-build'] : [];
  const said = run(path.join(top, 'deploy/debian/build'), how, { cwd: top });
  return path.resolve(top, said.trim().split('\n').at(-1));
}

/// Where apt of this machine gets Debian from.
function registry() {
  const format = '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)';
  const lines = run('apt-get', ['indextargets', '--format', format, 'Identifier: Packages']);
  for (const line of lines.split('\n')) {
    const [uri, codename, component, origin] = line.split(' ');
    if (origin === 'Debian' && component === 'main' && !/-/.test(codename))
      return { uri, codename };
  }
  throw new Error('apt of this machine knows no Debian registry');
}

function baseTarball() {
  const { uri, codename } = registry();
  const tarball = path.join(work, `base-${codename}.tar`);
  if (fs.existsSync(tarball)) return tarball;
  const folder = path.join(work, 'base');
  fs.rmSync(folder, { recursive: true, force: true });
  run('debootstrap', ['--variant=minbase', codename, folder, uri]);
  carryOver(folder);
  run('chroot', [folder, 'apt-get', 'update', '-q']);
  run('tar', ['-C', folder, '-cf', `${tarball}.new`, '.']);
  fs.renameSync(`${tarball}.new`, tarball);
  fs.rmSync(folder, { recursive: true, force: true });
  return tarball;
}

/// What the machine's apt needs to reach the registry: names, proxies.
function carryOver(folder) {
  fs.copyFileSync('/etc/resolv.conf', path.join(folder, 'etc/resolv.conf'));
  fs.copyFileSync('/etc/hosts', path.join(folder, 'etc/hosts'));
  const proxies = run('sh', ['-c', 'apt-config dump | grep -i "::proxy" || true']);
  fs.writeFileSync(path.join(folder, 'etc/apt/apt.conf.d/90registry'), proxies);
  // No service may be started in a folder that is no machine.
  fs.writeFileSync(path.join(folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', {
    mode: 0o755,
  });
}

/// A clean root; `end` unmounts and removes it.
export class Root {
  constructor(name) {
    this.folder = path.join(work, name);
    this.mounts = [];
    this.children = [];
    fs.mkdirSync(work, { recursive: true });
    this.end();
    fs.mkdirSync(this.folder);
    run('tar', ['-C', this.folder, '-xf', baseTarball()]);
    carryOver(this.folder);
    this.mount('proc', ['-t', 'proc', 'proc']);
    // Downloaded packages are kept for the next run.
    const archives = path.join(work, 'archives');
    fs.mkdirSync(path.join(archives, 'partial'), { recursive: true });
    this.mount('var/cache/apt/archives', ['--bind', archives]);
    fs.writeFileSync(
      path.join(this.folder, 'etc/apt/apt.conf.d/91keep'),
      'Binary::apt::APT::Keep-Downloaded-Packages "true";\nAPT::Keep-Downloaded-Packages "true";\n',
    );
  }

  mount(where, args) {
    const full = path.join(this.folder, where);
    run('mount', [...args, full]);
    this.mounts.push(full);
  }

  /// Runs a command inside as root.
  sh(command, options = {}) {
    return run('chroot', [this.folder, 'sh', '-ec', command], {
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        DEBIAN_FRONTEND: 'noninteractive',
        LC_ALL: 'C',
      },
      ...options,
    });
  }

  /// Packages by name, or files of this machine.
  install(...packages) {
    const names = packages.map((each) => {
      if (!each.endsWith('.deb')) return each;
      fs.copyFileSync(each, path.join(this.folder, 'root', path.basename(each)));
      return `/root/${path.basename(each)}`;
    });
    const command = `apt-get install -y -q --no-install-recommends ${names.join(' ')}`;
    try {
      this.sh(command);
    } catch {
      // The registry has moved on since the base was made.
      this.sh(`apt-get update -q && ${command}`);
    }
  }

  /// Starts a program inside as `user`; it ends with the root.
  start(user, program, args, env = {}) {
    const child = spawn('chroot', [`--userspec=${user}`, this.folder, program, ...args], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => (child.said += text));
    child.over = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
    this.children.push(child);
    return child;
  }

  end() {
    for (const child of this.children ?? []) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    // Also what a run that was cut short has left mounted.
    const mounted = fs
      .readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1])
      .filter((where) => where?.startsWith(`${this.folder}/`));
    for (const where of mounted.reverse()) run('umount', [where]);
    this.mounts = [];
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/// Why the tests cannot run here; undefined when they can.
export function obstacle() {
  if (process.getuid() !== 0) return 'only root can make and enter a clean root';
  try {
    baseTarball();
  } catch (error) {
    if (
      /Couldn't download|Failed getting release|Temporary failure|Could not resolve/i.test(
        error.message,
      )
    ) {
      return `Debian's registry is not reachable: ${error.message.split('\n').at(-1)}`;
    }
    throw error;
  }
  return undefined;
}
