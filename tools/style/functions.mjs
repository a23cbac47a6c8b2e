// Function sizes and parameter counts, by matching braces over text without comments and strings.
// It knows no grammar: a function is a brace block behind a parameter list that stands directly in
// a file, namespace or class. Lambdas and local functions count towards the function they are in.

const kFunctionLines = 70;
const kParameters = 7;

const kComments = ["\\/\\/[^\\n]*", "\\/\\*[\\s\\S]*?\\*\\/"];
const kDouble = '"(?:\\\\.|[^"\\\\\\n])*"';
const kSingle = "\u0027(?:\\\\.|[^\u0027\\\\\\n])+\u0027";
const kRaw = 'R"(\\w*)\\([\\s\\S]*?\\)\\1"';
const kTemplate = "\u0060(?:\\\\.|[^\u0060\\\\])*\u0060";
const kCppText = new RegExp([kRaw, ...kComments, kDouble, kSingle].join("|"), "g");
const kScriptText = new RegExp([...kComments, kDouble, kSingle, kTemplate].join("|"), "g");

/** Blanks out comments, strings and character literals, keeping every line break and offset. */
export function blank(text, isCpp) {
  return text.replace(isCpp ? kCppText : kScriptText, (found, ...rest) => {
    const [offset, whole] = rest.slice(-2);
    // 1'000 is a number, not a character literal.
    const digits = isCpp && found[0] === "\u0027" && /[0-9a-fA-F]/.test(whole[offset - 1] ?? "");
    return digits ? found : found.replace(/[^\n]/g, " ");
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

const kScope = /\b(namespace|class|struct|enum|union|interface|extern)\b/;
const kBehindParameters = /\)\s*(const|noexcept|override|->|\s)*$/;
const kScriptFunction =
  /\bfunction\b[^=]*\)|\)\s*(:[^=]+)?=>\s*$|^\s*(export\s+)?(async\s+)?\w+\([^)]*\)/;

function kindOf(head, isCpp) {
  if (kScope.test(head) && !kBehindParameters.test(head)) return "scope";
  if (/^\s*(if|for|while|switch|do|else|try|catch)\b/.test(head)) return "other";
  if (isCpp) return /\)[\w\s:&<>,*()-]*$/.test(head) && /\w\s*\(/.test(head) ? "function" : "other";
  return kScriptFunction.test(head) ? "function" : "other";
}

export function checkFunctions(name, raw, report) {
  const isCpp = /\.(cc|h)$/.test(name);
  const text = blank(raw, isCpp);
  const stack = [];
  for (let i = 0; i < text.length; ++i) {
    if (text[i] === "{") {
      const { begin, head } = headOf(text, i);
      const nested = stack.some((block) => block.kind === "function");
      const spaces = head.length - head.trimStart().length;
      const kind = nested ? "other" : kindOf(head, isCpp);
      stack.push({ kind, begin: begin + spaces, head });
    } else if (text[i] === "}") {
      const block = stack.pop();
      if (block?.kind !== "function") continue;
      const first = lineOf(text, block.begin);
      const lines = lineOf(text, i) - first + 1;
      const isTest = /_test\.cc$|\.test\.tsx?$/.test(name);
      if (lines > kFunctionLines) {
        report(name, first, "function-size", `${lines} lines, at most ${kFunctionLines}`);
      }
      const parameters = countParameters(block.head);
      if (!isTest && parameters > kParameters) {
        report(name, first, "parameters", `${parameters} parameters, at most ${kParameters}`);
      }
    }
  }
}
