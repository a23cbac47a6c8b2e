// Include direction: the layers of ARCHITECTURE.md, the DEPS of CMakeLists.txt and the #include
// lines must tell the same story; pure modules call nothing that waits or varies.
import { readFileSync } from "node:fs";
import path from "node:path";
import { blank } from "./functions.mjs";

const kLayer = {
  base: 0,
  domain: 1,
  yaml: 1,
  engine: 2,
  sip: 2,
  codec: 2,
  casework: 2,
  audit: 2,
  stats: 2,
  os: 3,
  net: 3,
  gateway: 3,
  stir: 3,
  train: 3,
  journal: 3,
  store: 3,
  bus: 3,
  console: 3,
  sim: 3,
  app: 4,
};
const kPure = new Set(["domain", "engine", "sip", "codec", "casework", "audit", "stats"]);
const kBanned = [
  [/\bstd::(this_)?(j?thread|mutex|condition_variable|async)\b/, "threads"],
  [
    /\b(system|steady|high_resolution)_clock::now\b|\bclock_gettime\b|\btime\((nullptr|NULL|0)\)/,
    "clocks",
  ],
  [/\bstd::[io]?fstream\b|\bfopen\(|\bstd::filesystem\b/, "files"],
  [/\bgetenv\(|\bstd::random_device\b|\b(std::)?rand\(/, "environment and chance"],
  [/\bsocket\(|\brecvm?msg\(|\bsendm?msg\(|<sys\/socket\.h>/, "sockets"],
  [/\bsleep(_for|_until)?\(|\busleep\(/, "sleeping"],
];

function readModules(root) {
  const modules = new Map();
  const text = readFileSync(path.join(root, "CMakeLists.txt"), "utf8");
  for (const [, body] of text.matchAll(/qorgan_module\(([^)]*)\)/g)) {
    const words = body.split(/\s+/).filter(Boolean);
    const name = words[0];
    const deps = [];
    let list = null;
    for (const word of words.slice(1)) {
      if (["DEPS", "LIBS", "DIR", "PCH"].includes(word)) list = word;
      else if (list === "DEPS") deps.push(word);
    }
    modules.set(name, new Set(deps));
  }
  return modules;
}

function moduleOf(file) {
  return /^src\/(\w+)\//.exec(file)?.[1] ?? /^(sim)\//.exec(file)?.[1];
}

function checkDirection(modules, report) {
  for (const [name, deps] of modules) {
    for (const dep of deps) {
      const down = kLayer[dep] < kLayer[name];
      const beside = kLayer[name] === 3 && (dep === "os" || dep === "net");
      if (down || beside) continue;
      report("CMakeLists.txt", 0, "direction", `${name} may not depend on ${dep}`);
    }
  }
}

export function checkModules(root, files, report) {
  const modules = readModules(root);
  checkDirection(modules, report);
  const used = new Map([...modules.keys()].map((name) => [name, new Set()]));
  for (const file of files) {
    const module = moduleOf(file);
    if (!module || !/\.(cc|h)$/.test(file)) continue;
    const deps = modules.get(module);
    if (!deps) {
      report(file, 0, "module", `src/${module} is not declared in CMakeLists.txt`);
      continue;
    }
    const raw = readFileSync(path.join(root, file), "utf8");
    raw.split("\n").forEach((line, index) => {
      const target = /^#include "(\w+)\//.exec(line)?.[1];
      if (!target || !modules.has(target) || target === module) return;
      used.get(module).add(target);
      if (deps.has(target)) return;
      report(file, index + 1, "include", `${module} does not declare ${target} in CMakeLists.txt`);
    });
    if (!kPure.has(module) || /_(test|bench|fuzz)\.cc$/.test(file)) continue;
    blank(raw, true)
      .split("\n")
      .forEach((line, index) => {
        for (const [pattern, what] of kBanned) {
          if (pattern.test(line)) report(file, index + 1, "pure", `${module} is pure: no ${what}`);
        }
      });
  }
  for (const [name, deps] of modules) {
    for (const dep of deps) {
      if (used.get(name).size > 0 && !used.get(name).has(dep)) {
        const message = `${name} declares ${dep} and does not include it`;
        report("CMakeLists.txt", 0, "unused-dependency", message);
      }
    }
  }
}
