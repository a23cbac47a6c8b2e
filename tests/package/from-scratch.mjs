// Proves that tools/setup names everything a build needs: clean Debian, the sources of HEAD, the
// list's packages, a build of server and console, the package.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Root, run, top } from './root.mjs';

let root;

export const anywhere = {};
export const inRoot = {
  'the sources are in a clean Debian': () => {
    root = new Root('scratch');
    fs.mkdirSync(path.join(root.folder, 'src/qorgan'), { recursive: true });
    run('sh', ['-c', `git archive HEAD | tar -x -C '${root.folder}/src/qorgan'`], { cwd: top });
    root.mount('dev', ['--bind', '/dev']);
    // npm asks the registry this machine asks.
    const registry = run('npm', ['config', 'get', 'registry'], { cwd: '/' }).trim();
    fs.writeFileSync(path.join(root.folder, 'etc/npmrc'), `registry=${registry}\n`);
    // Objects another build has made are taken where sources and headers are the same.
    const cache = process.env.CCACHE_DIR ?? path.join(process.env.HOME ?? '/root', '.cache/ccache');
    if (fs.existsSync(cache)) {
      fs.mkdirSync(path.join(root.folder, 'root/.cache/ccache'), { recursive: true });
      root.mount('root/.cache/ccache', ['--bind', cache]);
    }
  },
  'tools/setup installs what a build needs': () => {
    root.sh('cd /src/qorgan && tools/setup run && tools/setup run');
  },
  'server and console are built': () => {
    root.sh(
      'cd /src/qorgan && export HOME=/root npm_config_globalconfig=/etc/npmrc && ' +
        'tools/build --web release qorgan',
    );
    assert.equal(root.sh('/src/qorgan/build/release/qorgan --version').trim(), 'qorgan 0.1.0');
    root.sh('test -s /src/qorgan/web/dist/index.html');
  },
};

export function end() {
  root?.end();
}
