import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { extendsLog, stateOf } from './merkle';

// A second, recursive implementation, straight from RFC 6962, that makes roots and proofs.
const hash = (prefix: number, ...parts: Uint8Array[]) =>
  sha256(Uint8Array.from([prefix, ...parts.flatMap((part) => [...part])]));
const leaf = (n: number) => hash(0, new TextEncoder().encode(`entry ${n}`));
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);
const rootOf = (leaves: Uint8Array[]): Uint8Array =>
  leaves.length === 1
    ? leaves[0]!
    : hash(
        1,
        rootOf(leaves.slice(0, split(leaves.length))),
        rootOf(leaves.slice(split(leaves.length))),
      );
function prove(leaves: Uint8Array[], old: number, whole: boolean): Uint8Array[] {
  if (old === leaves.length) return whole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  return old <= k
    ? [...prove(leaves.slice(0, k), old, whole), rootOf(leaves.slice(k))]
    : [...prove(leaves.slice(k), old - k, false), rootOf(leaves.slice(0, k))];
}
const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const state = (leaves: Uint8Array[]) => ({ size: leaves.length, root: text(rootOf(leaves)) });

test('every growth is proved, and a log that was rewritten is not', () => {
  const all = Array.from({ length: 20 }, (_, n) => leaf(n));
  const rewritten = [leaf(99), ...all.slice(1)];
  for (let now = 1; now <= all.length; ++now) {
    for (let before = 1; before <= now; ++before) {
      const longer = all.slice(0, now);
      const proof = prove(longer, before, true).map(text);
      const old = state(all.slice(0, before));
      expect(extendsLog(old, state(longer), proof)).toBe(true);
      expect(extendsLog(old, state(rewritten.slice(0, now)), proof)).toBe(false);
      expect(extendsLog(state(rewritten.slice(0, before)), state(longer), proof)).toBe(false);
      if (before < now) expect(extendsLog(old, state(longer), proof.slice(1))).toBe(false);
    }
  }
  expect(extendsLog(state(all), state(all.slice(0, 3)), [])).toBe(false);
});

test('a checkpoint is read, and what is none is not', () => {
  expect(stateOf('qorgan/centre\n12\nAAAA\n\n— x y\n')).toEqual({ size: 12, root: 'AAAA' });
  expect(stateOf('')).toBeNull();
  expect(stateOf('a\nb\nc\n')).toBeNull();
});
