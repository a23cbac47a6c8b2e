// Phone numbers, User-Agents and Call-IDs were written by whoever placed the call. React escapes
// markup; what is left to do is to stop such text from reordering, hiding or flooding what is
// beside it.

// Bidirectional controls, zero-width and other invisible characters, line and paragraph
// separators, C0 and C1 controls, tags, interlinear marks.
const invisible =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

// More than two combining marks in a row draw over the neighbouring lines.
const stacked = /(\p{M}{2})\p{M}+/gu;

/** Text of a stranger: visible characters only, at most `limit` of them. */
export function plain(text: string | null | undefined, limit = 128): string {
  if (!text) return '';
  const visible = text.replace(invisible, '').replace(stacked, '$1');
  const characters = [...visible];
  if (characters.length <= limit) return visible;
  return `${characters.slice(0, limit - 1).join('')}…`;
}
