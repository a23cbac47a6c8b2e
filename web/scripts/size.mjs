// The first load (what index.html names, with the chunks those import) may weigh at most 300 KB of
// compressed scripts and styles; everything together, pages loaded later included, is shown too.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 300 * 1024;
const dist = new URL('../dist/', import.meta.url).pathname;
const packed = (path) => gzipSync(readFileSync(dist + path), { level: 9 }).length;
const html = readFileSync(`${dist}index.html`, 'utf8');
const wanted = new Set(
  [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((m) => m[1]),
);
for (const path of wanted) {
  if (!path.endsWith('.js')) continue;
  const source = readFileSync(dist + path, 'utf8');
  for (const match of source.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
    wanted.add(`assets/${match[1]}`);
  }
}
if (wanted.size < 2) throw new Error('found no scripts and styles in dist/index.html');
let first = 0;
for (const path of [...wanted].sort()) {
  const bytes = packed(path);
  first += bytes;
  console.log(`${String(bytes).padStart(8)}  ${path}`);
}
const all = readdirSync(`${dist}assets`)
  .filter((name) => /\.(js|css)$/.test(name))
  .reduce((sum, name) => sum + packed(`assets/${name}`), 0);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
console.log(`first load ${kilobytes(first)} of ${limit / 1024} KB, all pages ${kilobytes(all)}`);
if (first > limit) {
  console.error('the first load is too heavy');
  process.exit(1);
}
