// Function sizes and parameter counts, by matching braces over text without comments and strings.
// It knows no grammar: a function is a brace block behind a parameter list that stands directly in
// a file, namespace or class. Lambdas and local functions count towards the function they are in.

const kFunctionLines = 70;
const kParameters = 7;

/** Blanks out comments, strings and character literals, keeping every line break and offset. */
export function blank(text, isCpp) {
  const strings = isCpp
    ? /R"(\w*)\([\s\S]*?\)\1"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g
    : /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
  return text.replace(strings, (found, _tag, offset, whole) => {
    // 1'000 is a number, not a character literal.
    if (isCpp && found.startsWith("'") && /[0-9a-fA-F]/.test(whole[offset - 1] ?? "")) return found;
    return found.replace(/[^\n]/g, " ");
  });
}

function lineOf(text, offset) {
  let line = 1;
  for (let i = 0; i < offset; ++i) if (text[i] === "\n") ++line;
  return line;
}

/** What stands between the previous ';', '{' or '}' and this brace. */
function headOf(text, brace) {
  let begin = brace;
  let depth = 0;
  while (begin > 0) {
    const c = text[begin - 1];
    if (c === ")") ++depth;
    if (c === "(") --depth;
    if (depth === 0 && (c === ";" || c === "{" || c === "}")) break;
    --begin;
  }
  return { begin, head: text.slice(begin, brace) };
}

function countParameters(head) {
  const open = head.indexOf("(");
  let depth = 0;
  let count = 0;
  let any = false;
  for (let i = open; i < head.length; ++i) {
    const c = head[i];
    if ("([{<".includes(c)) ++depth;
    if (")]}>".includes(c) && head[i - 1] !== "-" && head[i - 1] !== "=") --depth;
    if (depth === 0) break;
    if (depth === 1 && c === ",") ++count;
    if (depth >= 1 && i > open && /\S/.test(c)) any = true;
  }
  return any ? count + 1 : 0;
}

function kindOf(head, isCpp) {
  if (/\b(namespace|class|struct|enum|union|interface|extern)\b/.test(head) && !/\)\s*(const|noexcept|override|->|\s)*$/.test(head)) {
    return "scope";
  }
  if (/^\s*(if|for|while|switch|do|else|try|catch)\b/.test(head)) return "other";
  if (isCpp) return /\)[\w\s:&<>,*()-]*$/.test(head) && /\w\s*\(/.test(head) ? "function" : "other";
  return /\bfunction\b[^=]*\)|\)\s*(:[^=]+)?=>\s*$|^\s*(export\s+)?(async\s+)?\w+\([^)]*\)/.test(head) ? "function" : "other";
}

export function checkFunctions(name, raw, report) {
  const isCpp = /\.(cc|h)$/.test(name);
  const text = blank(raw, isCpp);
  const stack = [];
  for (let i = 0; i < text.length; ++i) {
    if (text[i] === "{") {
      const { begin, head } = headOf(text, i);
      const nested = stack.some((block) => block.kind === "function");
      stack.push({ kind: nested ? "other" : kindOf(head, isCpp), begin: begin + head.length - head.trimStart().length, head });
    } else if (text[i] === "}") {
      const block = stack.pop();
      if (block?.kind !== "function") continue;
      const first = lineOf(text, block.begin);
      const lines = lineOf(text, i) - first + 1;
      const isTest = /_test\.cc$|\.test\.tsx?$/.test(name);
      if (lines > kFunctionLines) report(name, first, "function-size", `${lines} lines, at most ${kFunctionLines}`);
      const parameters = countParameters(block.head);
      if (!isTest && parameters > kParameters) {
        report(name, first, "parameters", `${parameters} parameters, at most ${kParameters}`);
      }
    }
  }
}
