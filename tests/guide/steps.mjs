// The guide's steps: heading and blocks, each with its kind, its text and the file it is.
import fs from 'node:fs';
import path from 'node:path';
import { top } from '../package/root.mjs';

const guide = fs.readFileSync(path.join(top, 'docs/guides/network-engineer.md'), 'utf8');

export const steps = guide
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    title: text.split('\n')[0],
    blocks: [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind, body]) => ({
      kind,
      body,
      file: /^# (\/etc\S+)\n/.exec(body)?.[1],
    })),
  }));
