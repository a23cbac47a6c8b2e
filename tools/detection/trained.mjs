#!/usr/bin/env node
// How good detection is after training, from fixed seeds: trains on the months of some seeds, one
// after the other, screens the months of others with the model, and writes
// docs/detection-report-trained.md. The untrained part is report.mjs.
//
// Usage: tools/detection/trained.mjs [--train 21,22,23] [--seeds 1,2,3] [--days 30] [--scale 1]
//                                    [--rounds 120] [--keep] [--out FILE]
import { createReadStream, createWriteStream, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { evaluate, file, policyText, qorgan, replay, root, simulate, work } from "./months.mjs";
import { bars, honest, pooled, scams } from "./tables.mjs";

const { values: options } = parseArgs({
  options: {
    train: { type: "string", default: "21,22,23" },
    seeds: { type: "string", default: "1,2,3" },
    days: { type: "string", default: "30" },
    scale: { type: "string", default: "1" },
    rounds: { type: "string", default: "120" },
    keep: { type: "boolean", default: false },
    out: { type: "string", default: "docs/detection-report-trained.md" },
  },
});
const list = (text) => text.split(",").map(Number);
const modelFile = path.join(work, "trained.model");

const kTime = /\d{4}-\d\d-\d\dT[0-9:.]+Z/g;
/** Months begin on the same day; here each comes behind the one before, with calls of its own. */
async function append(seed, place, name, idColumn, to) {
  const shift = place * (Number(options.days) + 1) * 86_400_000;
  let header = true;
  for await (const line of createInterface({ input: createReadStream(file(seed, name)) })) {
    if (header) {
      header = false;
      if (place === 0) to.write(`${line}\n`);
      continue;
    }
    const cells = line
      .replace(kTime, (at) => new Date(Date.parse(at) + shift).toISOString())
      .split(",");
    if (cells[idColumn]) cells[idColumn] = `${seed}-${cells[idColumn]}`;
    if (!to.write(`${cells.join(",")}\n`)) await new Promise((room) => to.once("drain", room));
  }
}

/** The months of all training seeds as one past. */
async function past() {
  const columns = { calls: "call_id", labels: "call_id", reports: "call_id" };
  const outs = Object.fromEntries(
    Object.keys(columns).map((name) => [
      name,
      createWriteStream(path.join(work, `past-${name}.csv`)),
    ]),
  );
  for (const [place, seed] of list(options.train).entries()) {
    simulate(seed, options);
    for (const [name, column] of Object.entries(columns)) {
      const header = await firstLine(file(seed, name));
      await append(seed, place, name, header.split(",").indexOf(column), outs[name]);
      rmSync(file(seed, name));
    }
  }
  await Promise.all(Object.values(outs).map((out) => new Promise((done) => out.end(done))));
  return Object.keys(columns).flatMap((name) => [`--${name}`, path.join(work, `past-${name}.csv`)]);
}
async function firstLine(of) {
  for await (const line of createInterface({ input: createReadStream(of) })) return line;
  return "";
}

/** The policy that ships with the model in place of the scorecard. */
function trainedConfig() {
  const rules = `
  - name: model
    when: { model: block }
    verdict: block
    legal_basis: "Example, to be confirmed by lawyers: rules of communication services"
`;
  const suspects = `
  - name: model-suspects
    when: { model: alert }
    verdict: alert
    level: medium
`;
  const bare = policyText()
    .replaceAll(": lists/", `: ${path.join(root, "policy/lists")}/`)
    .replace(/\n {2}- name: certain-by-score\n(?: {4}.*\n)+/, rules);
  const policy = path.join(work, "trained-policy.yaml");
  writeFileSync(policy, `${bare}${suspects}\nmodel: { file: ${modelFile} }\n`);
  const config = path.join(work, "trained-config.yaml");
  const month = readFileSync(path.join(root, "sim/month.yaml"), "utf8");
  writeFileSync(config, month.replace(/^policy:.*$/m, `policy: ${policy}`));
  return config;
}

const files = await past();
qorgan(
  "train",
  "--config",
  "sim/month.yaml",
  ...files,
  "--model",
  modelFile,
  "--rounds",
  options.rounds,
);
const card = readFileSync(`${modelFile}.md`, "utf8");
const config = trainedConfig();
const trained = [];
const untrained = [];
for (const seed of list(options.seeds)) {
  simulate(seed, options);
  untrained.push(evaluate(seed, replay(seed)));
  trained.push(evaluate(seed, replay(seed, "trained", config)));
}
if (!options.keep) rmSync(work, { recursive: true });

const all = pooled(trained);
const sections = [
  "# Detection report after training",
  `Written by \`tools/detection/trained.mjs\`: a model trained on simulated months of
${options.days} days (seeds ${options.train}, one behind the other, scale ${options.scale}) screens
the months of seeds ${options.seeds}, which nothing was trained or tuned on, under the policy that
ships, with \`model: block\` in place of its rule about the score. Intervals are 95 %; ‱ is one in
ten thousand, and its bound is Clopper and Pearson's upper one. The untrained part:
[detection-report.md](detection-report.md); what training is: [training.md](training.md).`,
  "## Bars",
  bars(all),
  "The same months without training:",
  bars(pooled(untrained)),
  "## Scams by kind",
  scams(all),
  "## Honest callers by kind",
  honest(all),
  card.replace(/^# Model card/, "## Model card").replace(/^## (?!Model card)/gm, "### "),
];
writeFileSync(options.out, `${sections.join("\n\n").trimEnd()}\n`);
