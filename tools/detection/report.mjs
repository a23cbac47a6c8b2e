#!/usr/bin/env node
// How good detection is, from fixed seeds: writes docs/detection-report.md. Seeds 1 to 3 are for
// this report alone; whoever tunes a policy uses others, above 100.
//
// Usage: tools/detection/report.mjs [--seeds 1,2,3] [--days 30] [--scale 1] [--ablation]
//                                   [--out FILE]
import { rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import {
  configWithout,
  detectors,
  evaluate,
  replay,
  simulate,
  splitLabels,
  work,
} from "./months.mjs";
import { ablation, bars, campaigns, honest, overDays, pooled, scams } from "./tables.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3" },
    days: { type: "string", default: "30" },
    scale: { type: "string", default: "1" },
    ablation: { type: "boolean", default: false },
    out: { type: "string", default: "docs/detection-report.md" },
  },
});
const seeds = options.seeds.split(",").map(Number);
const spans = [
  [1, 1],
  [2, 3],
  [4, 7],
  [8, 14],
  [15, 30],
]
  .filter(([from]) => from <= Number(options.days))
  .map(([from, to]) => ({ from, to, evaluations: [] }));

const months = [];
const without = new Map();
for (const seed of seeds) {
  simulate(seed, options);
  const replayed = replay(seed);
  months.push(evaluate(seed, replayed));
  const labels = await splitLabels(
    seed,
    spans.map(({ from, to }) => [from, to]),
  );
  spans.forEach((span, i) => span.evaluations.push(evaluate(seed, replayed, labels[i])));
  if (!options.ablation || seed !== seeds[0]) continue;
  for (const name of detectors()) {
    without.set(name, evaluate(seed, replay(seed, "without", configWithout(name))));
  }
}
rmSync(work, { recursive: true });

const all = pooled(months);
const sections = [
  "# Detection report",
  `Written by \`tools/detection/report.mjs${options.ablation ? " --ablation" : ""}\` from simulated
months of ${options.days} days (seeds ${seeds.join(", ")}, scale ${options.scale}, see
[simulation.md](simulation.md)) under the policy that ships, without training. Intervals are 95 %;
‱ is one in ten thousand, and its bound is Clopper and Pearson's upper one. What the words mean:
[evaluation.md](evaluation.md).`,
  "## Bars",
  bars(all, pooled(spans[0].evaluations)),
  "## Scams by kind",
  scams(all),
  "## Honest callers by kind",
  honest(all),
  "## Over days of feedback",
  overDays(spans),
  "## Campaigns: calls that passed before the first was refused",
  campaigns(months),
];
if (options.ablation) {
  sections.push(
    "## Without one detector",
    `Difference in percentage points, honest calls refused in calls; seed ${seeds[0]} alone.`,
    ablation(months[0], without),
  );
}
writeFileSync(options.out, `${sections.join("\n\n")}\n`);
