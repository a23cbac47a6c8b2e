// docs/rights.md, each endpoint of the console by each role, made of the tables in routes.cc and
// rights.cc. That the tables are what happens is tested for every endpoint and every role
// (rights.every_endpoint_asks_for_its_right). Usage: node tools/style/rights.mjs --write
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const kRoles = [
  ["kOperator", "operator"],
  ["kLead", "shift lead"],
  ["kProsecutor", "prosecutor"],
  ["kEngineer", "engineer"],
  ["kAdministrator", "administrator"],
];
const kDoors = {
  kOpen: "everybody",
  "door::probe": "everybody",
  "door::signing_in": "everybody",
  kSession: "signed in",
  kConfirming: "signed in",
  "door::confirming": "signed in",
  "door::reporting": "signed in, or a client that may report",
};

function readRights(text) {
  const out = new Map();
  const everybody = kRoles.map(([name]) => name).join(" | ");
  for (const [, name, roles] of text.matchAll(/row\{right::(\w+),\s*"\w+",\s*([^}]*)\}/g)) {
    out.set(
      name,
      new Set(
        roles
          .replace("kEverybody", everybody)
          .split("|")
          .map((r) => r.trim()),
      ),
    );
  }
  return out;
}

function readRoutes(text) {
  const entry = /route\{(\w+),\s*"([^"]+)",\s*([\w:]+),\s*([\w:]+),/g;
  return [...text.matchAll(entry)].map(([, method, where, door, right]) => ({
    method: method.replace("_", "").toUpperCase(),
    where,
    door,
    right: right === "kAnyone" ? null : right.replace(/^.*::/, ""),
  }));
}

export function rightsTable(root) {
  const source = (name) => readFileSync(path.join(root, "src/console", name), "utf8");
  const rights = readRights(source("rights.cc"));
  const lines = [
    "# Who may do what",
    "",
    "Each endpoint of the console by each role. Made by `node tools/style/rights.mjs --write` from",
    "`src/console/routes.cc` and `src/console/rights.cc`; the style check compares. A test calls every",
    "endpoint as every role and as nobody, and expects what the table says, allowed and refused.",
    "Every refusal of a right is an entry of the audit log.",
    "",
    `| endpoint | right | ${kRoles.map(([, role]) => role).join(" | ")} |`,
    `|---|---|${kRoles.map(() => "---").join("|")}|`,
  ];
  for (const way of readRoutes(source("routes.cc"))) {
    const may = way.right ? rights.get(way.right) : null;
    const marks = kRoles.map(([name]) => (!may || may.has(name) ? "yes" : "–")).join(" | ");
    const right = way.right ? `\`${way.right}\`` : (kDoors[way.door] ?? way.door);
    lines.push(`| \`${way.method} ${way.where}\` | ${right} | ${marks} |`);
  }
  return `${lines.join("\n")}\n`;
}

export function checkRights(root, report) {
  let kept = "";
  try {
    kept = readFileSync(path.join(root, "docs/rights.md"), "utf8");
  } catch {
    // Missing is as wrong as old.
  }
  if (kept !== rightsTable(root)) {
    report("docs/rights.md", 0, "rights", "is not what routes.cc and rights.cc say; write it anew");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes("--write")) {
  const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
  writeFileSync(path.join(root, "docs/rights.md"), rightsTable(root));
}
