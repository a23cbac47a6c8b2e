// node generate.mjs KZ_RANGES_CSV OUT_CC OUT_SAMPLES
//
// Writes the tables behind src/domain/number_plan.h (declared in number_plan_data.h) and the file
// of samples that number_plan_test.cc compares them with.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { Minimal } from "./automaton.mjs";
import { addCallingCode, plansOf } from "./plan.mjs";
import { samples } from "./samples.mjs";

const MAX_ROWS = 65_536; // rows are numbered in 16 bits

/** Different answers, numbered as they come. */
class Answers {
  list = [];
  #ids = new Map();
  id = (answer) => {
    const key = JSON.stringify(answer);
    if (!this.#ids.has(key)) this.#ids.set(key, this.list.push(answer) - 1);
    return this.#ids.get(key);
  };
}

/** The rows in front of the calling codes' own: one digit of the code each. */
function trieRow(minimal, firstRows, prefix, noCountry) {
  if (firstRows.has(prefix)) return firstRows.get(prefix);
  if (![...firstRows.keys()].some((code) => code.startsWith(prefix))) return 0;
  const next = [...Array(10).keys()].map((digit) =>
    trieRow(minimal, firstRows, prefix + digit, noCountry),
  );
  return minimal.row(next, noCountry);
}

function automaton(plans) {
  const answers = new Answers();
  const noCountry = answers.id({ country: "", type: "unknown", validity: "unknown_country" });
  const minimal = new Minimal(noCountry);
  const firstRows = new Map();
  for (const [callingCode, countries] of plans) {
    firstRows.set(callingCode, addCallingCode(minimal, callingCode, countries, answers.id));
  }
  const root = trieRow(minimal, firstRows, "", noCountry);
  if (minimal.rows.length > MAX_ROWS) throw new Error(`${minimal.rows.length} rows do not fit`);
  return { rows: minimal.rows, root, answers: answers.list };
}

/** A semicolon-separated file without quotes, as objects by column name. */
function readCsv(path) {
  const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const columns = head.split(";");
  return lines.map((line) => {
    const values = line.split(";");
    if (values.length !== columns.length) throw new Error(`${path}: "${line}"`);
    return Object.fromEntries(columns.map((name, i) => [name, values[i]]));
  });
}

const quoted = (text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function source({ rows, root, answers }, plans, ranges) {
  const countryPair = (code) => (code === "" ? "0, 0" : `'${code[0]}', '${code[1]}'`);
  const out = [
    "// Made by tools/number_plan/generate.mjs. Not to be edited.",
    '#include "domain/number_plan_data.h"',
    "namespace qorgan::number_plan_data {",
    `const std::uint16_t kRoot = ${root};`,
    `const std::size_t kRowCount = ${rows.length};`,
    "const row kRows[] = {",
    ...rows.map(({ next, answer }) => `{{${next}},${answer}},`),
    "};",
    "const number_info kAnswers[] = {",
    ...answers.map(
      ({ country, type, validity }) =>
        `{country{"${country}"}, number_type::${type}, number_validity::${validity}},`,
    ),
    "};",
    "const calling_code kCallingCodes[] = {",
    ...[...plans.values()]
      .flat()
      .filter(({ code }) => code !== "")
      .map(({ code, callingCode }) => `{{${countryPair(code)}}, "${callingCode}"},`),
    "};",
    "const std::size_t kCallingCodeCount = sizeof kCallingCodes / sizeof kCallingCodes[0];",
    "const kz_row kKzRanges[] = {",
    ...ranges.map(
      (range) =>
        `{"${range.prefix}", {${[range.operator, range.place_en, range.place_ru, range.time_zone]
          .map(quoted)
          .join(", ")}}},`,
    ),
    "};",
    "const std::size_t kKzRangeCount = sizeof kKzRanges / sizeof kKzRanges[0];",
    "}  // namespace qorgan::number_plan_data",
  ];
  return out.join("\n") + "\n";
}

const [rangesFile, sourceFile, samplesFile] = process.argv.slice(2);
const metadata = createRequire(import.meta.url)("libphonenumber-js/metadata.max.json");
const plans = plansOf(metadata);
const ranges = readCsv(rangesFile).sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
const plan = automaton(plans);
writeFileSync(sourceFile, source(plan, plans, ranges));
const lines = samples(plans);
writeFileSync(samplesFile, lines.join("\n") + "\n");
console.log(
  `number plan: ${plan.rows.length} rows, ${plan.answers.length} answers, ` +
    `${lines.length} samples, ${ranges.length} Kazakh ranges`,
);
