// Writes the package's copyright file (machine-readable, DEP-5): the project's own part, and for
// the built console every npm package in it, with the licence text that the package itself has.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const modules = path.join(root, 'web/node_modules');

const indented = (text) =>
  text
    .replace(/\r/g, '')
    .trim()
    .split('\n')
    .map((line) => (line.trim() ? ` ${line.trimEnd()}` : ' .'))
    .join('\n');

/// Names of the packages that reach the browser: dependencies and what they depend on.
function bundled() {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'web/package-lock.json'), 'utf8'));
  const names = new Set();
  for (const [where, entry] of Object.entries(lock.packages)) {
    if (where === '' || entry.dev || entry.devOptional || entry.optional) continue;
    names.add(where.replace(/^.*node_modules\//, ''));
  }
  return [...names].sort();
}

function licence_of(name) {
  const folder = path.join(modules, name);
  const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((each) => /^licen[cs]e(\.md|\.txt)?$/i.test(each));
  const text = file ? fs.readFileSync(path.join(folder, file), 'utf8') : '';
  const holder = /copyright[^\n]*/i.exec(text)?.[0].trim();
  const author = typeof about.author === 'string' ? about.author : about.author?.name;
  return {
    id: about.license?.replace(/^\((\S+) OR .*\)$/, '$1'), // of several, the first is taken
    text,
    holder: (holder ?? `The authors of ${name}${author ? `, ${author}` : ''}`).slice(0, 160),
  };
}

let out = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: qorgan

Files: *
Copyright: The Qorgan contributors
License: Apache-2.0

Files: usr/bin/qorgan
Copyright: The Qorgan contributors
  The Libphonenumber Authors (metadata of number ranges)
  Boost authors (header-only libraries)
License: Apache-2.0 and BSL-1.0
 Built with header-only parts of Boost, under the Boost Software License 1.0:
 https://www.boost.org/LICENSE_1_0.txt
`;
const texts = new Map();
const without = [];
for (const name of bundled()) {
  const licence = licence_of(name);
  if (!licence.id) throw new Error(`${name} names no licence`);
  out += `
Files: usr/share/qorgan/web/*
Comment: contains ${name}
Copyright: ${licence.holder}
License: ${licence.id}
`;
  if (licence.text && !texts.has(licence.id)) texts.set(licence.id, licence.text);
  if (!licence.text) without.push(licence.id);
}
for (const id of without) {
  if (!texts.has(id)) throw new Error(`the text of licence ${id} is nowhere`);
}
for (const [id, text] of texts) out += `\nLicense: ${id}\n${indented(text)}\n`;
out += `
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
`;
process.stdout.write(out);
