// Plays simulated months through build/release/qorgan and evaluates what came of them.
import { execFileSync } from "node:child_process";
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const work = path.join(root, "build/detection");
mkdirSync(work, { recursive: true });

export const qorgan = (...args) =>
  execFileSync(path.join(root, "build/release/qorgan"), args, { cwd: root, encoding: "utf8" });
export const file = (seed, name) => path.join(work, `${seed}-${name}.csv`);
const lines = (from) => createInterface({ input: createReadStream(from) });

export function simulate(seed, { days, scale }) {
  const files = ["calls", "labels", "reports"].flatMap((name) => [`--${name}`, file(seed, name)]);
  qorgan("simulate", "--seed", `${seed}`, "--days", `${days}`, "--scale", `${scale}`, ...files);
}

/** Replays a month under a configuration; `name` tells its files from those of others. */
export function replay(seed, name = "default", config = path.join(root, "sim/month.yaml")) {
  const out = [
    "--decisions",
    file(seed, `${name}-decisions`),
    "--alerts",
    file(seed, `${name}-alerts`),
  ];
  const past = ["--calls", file(seed, "calls"), "--reports", file(seed, "reports")];
  qorgan("replay", "--config", config, ...past, "--only-reports-that-could-be", ...out);
  return out;
}

/** What `qorgan evaluate` says of a replay, as docs/evaluation.md describes it. */
export function evaluate(seed, replayed, labels = file(seed, "labels")) {
  const json = path.join(work, "evaluation.json");
  qorgan(
    "evaluate",
    "--calls",
    file(seed, "calls"),
    "--labels",
    labels,
    ...replayed,
    "--json",
    json,
  );
  return JSON.parse(readFileSync(json, "utf8"));
}

/** One label file per span of days, first and last counted from 1. */
export async function splitLabels(seed, spans) {
  const dayOf = new Map();
  for await (const line of lines(file(seed, "calls"))) {
    const [id, at] = line.split(",", 2);
    dayOf.set(id, Math.floor((Date.parse(at) - Date.UTC(2026, 2, 1)) / 86_400_000) + 1);
  }
  const outs = spans.map(([from, to]) => {
    const name = file(seed, `labels-${from}-${to}`);
    const stream = createWriteStream(name);
    stream.write("call_id,label,kind,campaign\n");
    return { from, to, name, stream };
  });
  for await (const line of lines(file(seed, "labels"))) {
    const day = dayOf.get(line.slice(0, line.indexOf(",")));
    for (const out of outs) {
      if (day >= out.from && day <= out.to) out.stream.write(`${line}\n`);
    }
  }
  await Promise.all(outs.map((out) => new Promise((done) => out.stream.end(done))));
  return outs.map((out) => out.name);
}

export const policyText = () => readFileSync(path.join(root, "policy/default.yaml"), "utf8");
/** Detectors that have a weight in the policy that ships. */
export const detectors = () =>
  [...policyText().matchAll(/^ {4}([a-z_]+): [\d.]+$/gm)].map((match) => match[1]);

/** A configuration whose policy is the one that ships, without one detector. */
export function configWithout(detector) {
  const line = new RegExp(`^ {2}${detector}: \\{`, "m");
  const text = policyText();
  const policy = line.test(text)
    ? text.replace(line, `  ${detector}: { enabled: false,`)
    : text.replace(/^detectors:$/m, `detectors:\n  ${detector}: { enabled: false }`);
  const lists = path.join(root, "policy/lists");
  writeFileSync(path.join(work, "policy.yaml"), policy.replaceAll(": lists/", `: ${lists}/`));
  return configWithPolicy(path.join(work, "policy.yaml"));
}

/** The configuration of the month with another policy. */
export function configWithPolicy(policy) {
  const config = path.join(work, "config.yaml");
  const month = readFileSync(path.join(root, "sim/month.yaml"), "utf8");
  writeFileSync(config, month.replace(/^policy:.*$/m, `policy: ${policy}`));
  return config;
}
