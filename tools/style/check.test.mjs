// The style check must be able to fail: each rule is shown a file that breaks it.
import assert from "node:assert/strict";
import test from "node:test";
import { tooLong } from "./columns.mjs";
import { blank, checkFunctions } from "./functions.mjs";

function findings(name, text) {
  const found = [];
  checkFunctions(name, text, (_file, line, rule) => found.push(`${line} ${rule}`));
  return found;
}

test("a function of 71 lines is too long, one of 70 is not", () => {
  const body = (lines) => `namespace a {\n\nint f(int x) {\n${"  ++x;\n".repeat(lines - 2)}}\n}\n`;
  assert.deepEqual(findings("a.cc", body(70)), []);
  assert.deepEqual(findings("a.cc", body(71)), ["3 function-size"]);
});

test("eight parameters are too many, also with templates and defaults", () => {
  const one = (_, i) => `std::pair<int, int> p${i} = {1, 2}`;
  const head = (count) => `void f(${Array.from({ length: count }, one).join(", ")}) {\n}\n`;
  assert.deepEqual(findings("a.cc", head(7)), []);
  assert.deepEqual(findings("a.cc", head(8)), ["1 parameters"]);
});

test("braces in strings, comments and digit separators do not count", () => {
  assert.equal(blank('f("{") // }\n', true).includes("{"), false);
  assert.equal(blank("int x = 1'000'000; {", true).includes("{"), true);
  assert.equal(blank("char c = '{';", true).includes("{"), false);
});

test("methods and TypeScript functions are functions too", () => {
  const lines = "  work();\n".repeat(75);
  assert.deepEqual(findings("a.cc", `void a::b() const {\n${lines}}\n`), ["1 function-size"]);
  assert.deepEqual(findings("a.ts", `export function page() {\n${lines}}\n`), ["1 function-size"]);
  assert.deepEqual(findings("a.ts", `const page = () => {\n${lines}};\n`), ["1 function-size"]);
  assert.deepEqual(findings("a.cc", `struct big {\n${"  int x;\n".repeat(90)}};\n`), []);
});

test("a long line counts, unless it is one string, expression or drawing of a script", () => {
  const long = "a".repeat(120);
  assert.equal(tooLong("a.ts", `  '${long}',`), 0);
  assert.equal(tooLong("a.ts", `  /${long}/gu;`), 0);
  assert.equal(tooLong("a.tsx", `  <path d="${long}" />`), 0);
  assert.equal(tooLong("a.ts", `  say('${long}');`), 130);
  assert.equal(tooLong("a.ts", `  '${long}' + 'a',`), 131);
  assert.equal(tooLong("a.ts", `// ${long}`), 123);
  assert.equal(tooLong("a.cc", `  "${long}"`), 124);
  assert.equal(tooLong("a.cc", "a".repeat(100)), 0);
});
