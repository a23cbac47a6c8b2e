// Which lines are too long. A line that is nothing but one string, one regular expression or one
// drawing cannot be broken without harming it, so its length is not counted.

const kColumns = 100;
const kScript = /\.(ts|tsx|mjs)$/;
const kOneString = /^(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)[,;]?$/;
const kOneExpression = /^\/[^\s/](?:\\.|[^\\/\s])*\/[a-z]*;?$/;
const kOneDrawing = /^<path d="[^"]*" \/>[,;]?$/;

const isUnbreakable = (line) =>
  [kOneString, kOneExpression, kOneDrawing].some((pattern) => pattern.test(line.trim()));

/** How long a line is when that is too long, otherwise 0. */
export function tooLong(name, line) {
  const columns = [...line].length;
  if (columns <= kColumns || /https?:\/\//.test(line)) return 0;
  return kScript.test(name) && isUnbreakable(line) ? 0 : columns;
}
