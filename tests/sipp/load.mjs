// The load generator in a flow: what it measured comes back as an object.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { at, generator, port } from './harness.mjs';

/// Starts `qorgan-load MODE`; `.result()` waits for its end.
export function load(bench, mode, { from, uas, ...options }) {
  const args = [mode, '--json', '--to', `${at.centre}:${port}`, '--from', `${from}:0`];
  if (uas) args.push('--uas', `${uas}:${port}`);
  for (const [name, value] of Object.entries(options)) {
    args.push(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, String(value));
  }
  const child = bench.run(`load-${mode}`, generator, args);
  child.result = async () => {
    const { code, signal } = await child.over;
    assert.equal(code, 0, `the generator ended with ${code ?? signal}`);
    return JSON.parse(fs.readFileSync(child.log, 'utf8').trim().split('\n').at(-1));
  };
  return child;
}
