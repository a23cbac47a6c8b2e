#!/usr/bin/env node
// The style check (STYLE.md): sizes, columns, include direction, banned calls in pure modules,
// folder names, detectors' company. Prints one line per finding and exits 1 when there is one.
// Usage: node tools/style/check.mjs [--root DIR]
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tooLong } from "./columns.mjs";
import { checkFunctions } from "./functions.mjs";
import { checkModules } from "./modules.mjs";
import { checkRights } from "./rights.mjs";

const rootArgument = process.argv.indexOf("--root");
const here = path.dirname(fileURLToPath(import.meta.url));
const root = rootArgument > 0 ? process.argv[rootArgument + 1] : path.join(here, "../..");

const kFileLines = 300;
const kTestFileLines = 600;
const kFileLinesMost = 1000;
const kBadFolders = /(^|\/)(common|utils?|core|manager|helpers?)\//;
const kCode = /\.(cc|h|ts|tsx|mjs|cmake|css)$/;
const kGenerated = /(^|\/)(package-lock\.json|schema\.d\.ts)$/;

function trackedFiles() {
  const list = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { cwd: root, maxBuffer: 1 << 26 },
  );
  const exists = (name) => name !== "" && existsSync(path.join(root, name));
  return list.toString().split("\0").filter(exists);
}

// Lines of tools/style/allow.txt: "file<TAB>rule<TAB>reason". The list only shrinks.
function readAllowList() {
  const file = path.join(root, "tools/style/allow.txt");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name, rule, reason] = line.split("\t");
      return { name, rule, reason, used: false };
    });
}

const findings = [];
const allowed = readAllowList();

function report(file, line, rule, message) {
  const entry = allowed.find((one) => one.name === file && one.rule === rule);
  if (entry) {
    entry.used = true;
    return;
  }
  findings.push(`${file}${line ? `:${line}` : ""}: ${rule}: ${message}`);
}

function checkText(name, text) {
  const lines = text.split("\n");
  const isTest = /(_test\.cc|\.test\.(tsx?|mjs))$/.test(name);
  const rule = isTest ? kTestFileLines : kFileLines;
  const count = lines.length - (lines.at(-1) === "" ? 1 : 0);
  if (count > kFileLinesMost) {
    findings.push(`${name}: file-size: ${count} lines, at most ${kFileLinesMost}`);
  } else if (count > rule) {
    report(name, 0, "file-size", `${count} lines, ${rule} as a rule`);
  }
  lines.forEach((line, index) => {
    const columns = tooLong(name, line);
    if (columns > 0) report(name, index + 1, "columns", `${columns} columns, at most 100`);
    if (/[ \t]+$/.test(line)) report(name, index + 1, "white-space", "white space at the end");
  });
}

function checkDetectors(files) {
  for (const name of files) {
    const match = /^src\/engine\/detectors\/(\w+)\.cc$/.exec(name);
    if (!match || match[1].endsWith("_test")) continue;
    const test = `src/engine/detectors/${match[1]}_test.cc`;
    for (const company of [test, `docs/detectors/${match[1]}.md`]) {
      if (!files.includes(company)) report(name, 0, "detector", `${company} is missing`);
    }
  }
}

const files = trackedFiles();
for (const name of files) {
  if (kBadFolders.test(name) && !name.includes("node_modules")) {
    report(name, 0, "folder", "folders are named for what they hold");
  }
  if (!kCode.test(name) || kGenerated.test(name)) continue;
  const text = readFileSync(path.join(root, name), "utf8");
  checkText(name, text);
  if (/\.(cc|h|ts|tsx|mjs)$/.test(name)) checkFunctions(name, text, report);
}
checkModules(root, files, report);
if (files.includes("src/console/routes.cc")) checkRights(root, report);
checkDetectors(files);

for (const entry of allowed) {
  const fault = !entry.reason ? "no reason" : !entry.used ? "not needed any more" : "";
  if (fault) findings.push(`tools/style/allow.txt: ${entry.name} ${entry.rule}: ${fault}`);
}
for (const finding of findings) console.log(finding);
console.log(findings.length === 0 ? "style: good" : `style: ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
