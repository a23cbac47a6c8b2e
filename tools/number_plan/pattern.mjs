// The small language of the metadata's patterns: digits, \d, classes, (?:…), |, ?, {n}, {n,m}.
// Anything else is an error: a new construct must be understood, not skipped.

const ANY_DIGIT = 0x3ff;

/** Parses a pattern into {set: bit mask of digits} | {all: nodes} | {any: nodes} | {star: node}. */
export function parsePattern(text) {
  let at = 0;
  const fail = (why) => {
    throw new Error(`pattern "${text}", position ${at}: ${why}`);
  };

  function alternatives() {
    const any = [sequence()];
    while (text[at] === "|") {
      at++;
      any.push(sequence());
    }
    return any.length === 1 ? any[0] : { any };
  }

  function sequence() {
    const all = [];
    while (at < text.length && text[at] !== "|" && text[at] !== ")") all.push(repeated());
    return all.length === 1 ? all[0] : { all };
  }

  function repeated() {
    const node = atom();
    if (text[at] === "?") {
      at++;
      return times(node, 0, 1);
    }
    const counts = /^\{(\d+)(?:,(\d+))?\}/.exec(text.slice(at));
    if (!counts) return node;
    at += counts[0].length;
    return times(node, Number(counts[1]), Number(counts[2] ?? counts[1]));
  }

  function atom() {
    if (text.startsWith("(?:", at)) {
      at += 3;
      const node = alternatives();
      if (text[at++] !== ")") fail("unclosed group");
      return node;
    }
    if (text.startsWith("\\d", at)) {
      at += 2;
      return { set: ANY_DIGIT };
    }
    if (text[at] === "[") return { set: digitClass() };
    if (/\d/.test(text[at])) return { set: 1 << Number(text[at++]) };
    return fail("not understood");
  }

  function digitClass() {
    let set = 0;
    for (at++; text[at] !== "]"; at++) {
      const from = Number(text[at]);
      const to = text[at + 1] === "-" ? Number(text[(at += 2)]) : from;
      if (!(from <= to)) fail("not understood in a class");
      for (let digit = from; digit <= to; digit++) set |= 1 << digit;
    }
    at++;
    return set;
  }

  const node = alternatives();
  if (at !== text.length) fail("unexpected");
  return node;
}

/** The node `least` to `most` times. */
function times(node, least, most) {
  let optional = { all: [] };
  for (let i = least; i < most; i++) optional = { any: [{ all: [node, optional] }, { all: [] }] };
  return { all: [...Array(least).fill(node), optional] };
}

/** The pattern followed by any digits: true for every number that begins with it. */
export function prefixOf(node) {
  return { all: [node, { star: { set: ANY_DIGIT } }] };
}

/** A random text the node matches. `random(n)` gives an integer below n. */
export function sampleOf(node, random) {
  if (node.set !== undefined) {
    const digits = [...Array(10).keys()].filter((digit) => node.set & (1 << digit));
    return String(digits[random(digits.length)]);
  }
  if (node.any) return sampleOf(node.any[random(node.any.length)], random);
  if (node.star) return "";
  return node.all.map((part) => sampleOf(part, random)).join("");
}
