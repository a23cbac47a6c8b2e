// The proof that a longer log extends a shorter one (RFC 9162, section 2.1.4.2), checked in the
// browser: the server is not asked whether it was honest.
import { sha256 } from '@noble/hashes/sha2.js';

export interface TreeState {
  size: number;
  root: string; // base64
}

const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const textOf = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const all = new Uint8Array(1 + left.length + right.length);
  all[0] = 1;
  all.set(left, 1);
  all.set(right, 1 + left.length);
  return sha256(all);
}

const isPowerOfTwo = (n: number) => {
  while (n > 1 && n % 2 === 0) n /= 2;
  return n === 1;
};

/** What a checkpoint says; null when it is none. */
export function stateOf(note: string): TreeState | null {
  const [, size, root] = note.split('\n');
  const count = Number(size);
  if (!root || !Number.isSafeInteger(count) || count < 0) return null;
  return { size: count, root };
}

export function extendsLog(before: TreeState, now: TreeState, proof: readonly string[]): boolean {
  if (before.size > now.size) return false;
  if (before.size === now.size) return proof.length === 0 && before.root === now.root;
  if (before.size === 0) return proof.length === 0;
  const path = proof.map(bytesOf);
  if (isPowerOfTwo(before.size)) path.unshift(bytesOf(before.root));
  if (path.length === 0) return false;
  let fn = before.size - 1;
  let sn = now.size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let fr: Uint8Array = path[0]!;
  let sr: Uint8Array = path[0]!;
  for (const each of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(each, fr);
      sr = nodeHash(each, sr);
      while (fn !== 0 && fn % 2 === 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = nodeHash(sr, each);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && textOf(fr) === before.root && textOf(sr) === now.root;
}
