/** More than what people or models write in one turn; the slowest text within them parses in about a second on a busy machine. */
const longest = 24_000;
const mostMarks = 6_000;

/** Twenty quotes or thirty list levels within each other: parsers recurse, and a few thousand end the stack. */
const tooDeep = /^(?:[ \t]*>){20}|^[ \t]{60,}(?:[-*+]|\d+[.)])[ \t]/m;

/**
 * Whether a text may be parsed as Markdown while somebody waits. One that may not is shown as it was written.
 */
export function isParseable(text: string): boolean {
  if (text.length > longest || tooDeep.test(text)) return false;
  return (text.match(/[*_~`>|<[\]]/g)?.length ?? 0) <= mostMarks;
}
