// Numbers with the library's own answers, for the test that compares the automaton with it.

import { parsePhoneNumberWithError } from "libphonenumber-js/max";

import { parsePattern, sampleOf } from "./pattern.mjs";

/** mulberry32: small, and the same numbers on every machine. */
function randomFrom(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A national number near the given one: a digit changed, one more or one less. */
function mutated(digits, random) {
  const at = random(digits.length);
  const digit = String(random(10));
  switch (random(4)) {
    case 0:
      return digits.slice(0, at) + digits.slice(at + 1);
    case 1:
      return digits.slice(0, at) + digit + digits.slice(at);
    default:
      return digits.slice(0, at) + digit + digits.slice(at + 1);
  }
}

const TYPE_NAMES = { PERSONAL_NUMBER: "personal" };

/**
 * The library's answer, or undefined where it has none that compares: it forgives a national prefix
 * behind the calling code ("+44 020 …") and takes it out, which a number in E.164 must not have.
 */
function libraryAnswer(callingCode, national) {
  let parsed;
  try {
    parsed = parsePhoneNumberWithError(`+${callingCode}${national}`);
  } catch {
    return undefined; // shorter than the library looks at
  }
  if (parsed.countryCallingCode !== callingCode || parsed.nationalNumber !== national) {
    return undefined;
  }
  const type = parsed.getType();
  return {
    country: parsed.country ?? "",
    type: type ? (TYPE_NAMES[type] ?? type.toLowerCase()) : "unknown",
    validity: parsed.isValid() ? "valid" : parsed.isPossible() ? "unallocated" : "wrong_length",
  };
}

/** Lines "digits,country,type,validity"; country is empty where the library names none. */
export function samples(plans) {
  const random = randomFrom(20260301);
  const lines = new Set();
  const take = (callingCode, national) => {
    if (callingCode.length + national.length > 15) return;
    const answer = libraryAnswer(callingCode, national);
    if (answer === undefined) return;
    lines.add([callingCode + national, answer.country, answer.type, answer.validity].join(","));
  };
  for (const [callingCode, countries] of plans) {
    for (const country of countries) {
      const patterns = [...country.types.values()].map((type) => type.pattern).filter(Boolean);
      for (const pattern of [country.pattern, ...patterns]) {
        const node = parsePattern(pattern);
        for (let i = 0; i < 8; i++) {
          const national = sampleOf(node, random);
          take(callingCode, national);
          take(callingCode, mutated(national, random));
        }
      }
    }
    for (let i = 0; i < 30; i++) {
      take(callingCode, Array.from({ length: 4 + random(9) }, () => random(10)).join(""));
    }
  }
  return [...lines];
}
