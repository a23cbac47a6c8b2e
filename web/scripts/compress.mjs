// Puts a .gz beside every file of dist/ that compresses, so that the server never does.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync, constants } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const textual = new Set(['.html', '.js', '.css', '.svg', '.json', '.map']);

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !textual.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const data = await readFile(path);
  const packed = gzipSync(data, { level: constants.Z_BEST_COMPRESSION });
  if (packed.length < data.length) await writeFile(`${path}.gz`, packed);
  else await rm(`${path}.gz`, { force: true });
}
