// Reads metadata.max.json the way libphonenumber-js does and says what a number is, given which of
// its calling code's patterns match. The order of the checks is the library's.

import { Positions } from "./automaton.mjs";
import { parsePattern, prefixOf } from "./pattern.mjs";

const E164_DIGITS = 15;

/** Index of a type's pattern in a country's list, and its name in domain/number.h. */
const TYPES = [
  "fixed_line",
  "mobile",
  "toll_free",
  "premium_rate",
  "personal",
  "voicemail",
  "uan",
  "pager",
  "voip",
  "shared_cost",
];
/** The order in which the library tries the types that are not fixed lines. */
const AFTER_FIXED = [
  "mobile",
  "premium_rate",
  "toll_free",
  "shared_cost",
  "voip",
  "personal",
  "pager",
  "uan",
  "voicemail",
];

/** One country's plan; `code` is empty for codes that belong to no country (+800 …). */
function countryPlan(code, data) {
  const types = new Map();
  TYPES.forEach((name, i) => {
    const type = data[11]?.[i];
    if (type) types.set(name, { pattern: type[0], lengths: type[1] ?? data[3] });
  });
  const [callingCode, , pattern, lengths] = data;
  return { code, callingCode, pattern, lengths, leading: data[10], types };
}

/** Calling code -> its countries' plans, the main one first. */
export function plansOf(metadata) {
  const plans = new Map();
  for (const [callingCode, codes] of Object.entries(metadata.country_calling_codes)) {
    const known = codes.filter((code) => metadata.countries[code]);
    if (known.length > 0) {
      plans.set(
        callingCode,
        known.map((code) => countryPlan(code, metadata.countries[code])),
      );
    }
  }
  for (const [callingCode, data] of Object.entries(metadata.nonGeographic)) {
    plans.set(callingCode, [countryPlan("", data)]);
  }
  return plans;
}

/** Every pattern of the countries of one calling code. */
function positionsOf(countries) {
  const positions = new Positions();
  for (const { code, pattern, leading, types } of countries) {
    positions.add(`${code}:general`, parsePattern(pattern));
    if (leading) positions.add(`${code}:leading`, prefixOf(parsePattern(leading)));
    for (const [name, type] of types) {
      if (type.pattern) positions.add(`${code}:${name}`, parsePattern(type.pattern));
    }
  }
  return positions;
}

/** Type of a national number of this country, or undefined when it lies in no assigned range. */
function typeOf({ code, types }, matched, length) {
  const is = (name) => types.get(name)?.lengths.includes(length) && matched.has(`${code}:${name}`);
  if (!matched.has(`${code}:general`)) return undefined;
  if (is("fixed_line")) {
    // An empty or missing pattern for mobiles means that it equals the one for fixed lines.
    if (!types.get("mobile")?.pattern || is("mobile")) return "fixed_line_or_mobile";
    return "fixed_line";
  }
  return AFTER_FIXED.find(is);
}

/** The country that a national number belongs to; the main one when none claims it. */
function countryOf(countries, matched, length) {
  if (countries.length === 1) return countries[0];
  const claims = (country) =>
    country.leading
      ? matched.has(`${country.code}:leading`)
      : typeOf(country, matched, length) !== undefined;
  return countries.find(claims) ?? countries[0];
}

/** Adds the automaton of one calling code to `minimal`; returns its first row. */
export function addCallingCode(minimal, callingCode, countries, answerId) {
  const depth = E164_DIGITS - callingCode.length;
  return minimal.rowsOf(positionsOf(countries), depth, (matched, length) => {
    const country = countryOf(countries, matched, length);
    const type = typeOf(country, matched, length);
    const validity =
      type !== undefined
        ? "valid"
        : country.lengths.includes(length)
          ? "unallocated"
          : "wrong_length";
    return answerId({ country: country.code, type: type ?? "unknown", validity });
  });
}
