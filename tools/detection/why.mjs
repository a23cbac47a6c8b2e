#!/usr/bin/env node
// What decided the calls of a simulated month: which rules and which evidence, per kind, among
// calls refused, let through and alerted. Plays seeds above 10: the first ten are for the report.
//
// Usage: tools/detection/why.mjs [--seed 11] [--days 30] [--scale 1] [--policy FILE] [--keep]
//                                [--kinds a,b] [--from DAY] [--to DAY] [--top 8]
import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { configWithPolicy, evaluate, file, replay, simulate } from "./months.mjs";
import { bars, honest, pooled, scams } from "./tables.mjs";

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "11" },
    days: { type: "string", default: "30" },
    scale: { type: "string", default: "1" },
    policy: { type: "string" },
    keep: { type: "boolean", default: false },
    kinds: { type: "string", default: "" },
    from: { type: "string", default: "1" },
    to: { type: "string", default: "999" },
    top: { type: "string", default: "8" },
  },
});
const seed = Number(options.seed);
if (seed <= 10) throw new Error("seeds up to 10 are for the report");

if (!options.keep || !existsSync(file(seed, "calls"))) simulate(seed, options);
const config = options.policy ? [configWithPolicy(path.resolve(options.policy))] : [];
const replayed = replay(seed, "why", ...config);

async function rows(name, visit) {
  let header;
  for await (const line of createInterface({ input: createReadStream(file(seed, name)) })) {
    const cells = line.split(",");
    if (header === undefined) header = new Map(cells.map((cell, i) => [cell, i]));
    else visit((column) => cells[header.get(column)]);
  }
}

const wanted = options.kinds === "" ? undefined : new Set(options.kinds.split(","));
const labels = new Map();
await rows("labels", (of) => {
  if (!wanted || wanted.has(of("kind"))) labels.set(of("call_id"), of("kind"));
});
const start = Date.UTC(2026, 2, 1);
const within = (at) => {
  const day = Math.floor((Date.parse(at) - start) / 86_400_000) + 1;
  return day >= Number(options.from) && day <= Number(options.to);
};

/** Counts of the rules and of the sets of evidence seen, for each kind. */
class Tally {
  #kinds = new Map();
  add(kind, rule, reasons) {
    const of = this.#kinds.get(kind) ?? { calls: 0, rules: new Map(), reasons: new Map() };
    this.#kinds.set(kind, of);
    of.calls += 1;
    const names = reasons
      .split(";")
      .map((one) => one.split(":")[0])
      .sort()
      .join(" + ");
    of.rules.set(rule || "-", (of.rules.get(rule || "-") ?? 0) + 1);
    of.reasons.set(names || "nothing", (of.reasons.get(names || "nothing") ?? 0) + 1);
  }
  print(title) {
    console.log(`\n== ${title}`);
    const most = (counts) => [...counts].sort((a, b) => b[1] - a[1]).slice(0, Number(options.top));
    for (const [kind, of] of [...this.#kinds].sort()) {
      console.log(`${kind} ${of.calls}: ${most(of.rules).map(([k, n]) => `${k} ${n}`).join(", ")}`);
      for (const [names, n] of most(of.reasons)) console.log(`    ${n} ${names}`);
    }
  }
}

const refused = new Tally();
const passed = new Tally();
const alerted = new Tally();
const isScam = (kind) => /^(bulk|patient)-/.test(kind);
await rows("why-decisions", (of) => {
  const kind = labels.get(of("call_id"));
  if (kind === undefined || !within(of("decided_at"))) return;
  const stops = of("verdict") === "block" || of("verdict") === "divert";
  if (stops && !isScam(kind)) refused.add(kind, of("rule"), of("reasons"));
  if (!stops && isScam(kind)) passed.add(kind, of("rule"), of("reasons"));
});
await rows("why-alerts", (of) => {
  const kind = labels.get(of("call_id"));
  if (kind !== undefined && within(of("at"))) alerted.add(kind, of("kind"), of("reasons"));
});
refused.print("honest calls refused");
passed.print("scam calls let through");
alerted.print("calls alerted");
const all = pooled([evaluate(seed, replayed)]);
console.log(`\n${bars(all)}\n\n${scams(all)}\n\n${honest(all)}`);
