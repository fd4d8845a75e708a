/** Code, in a block or within a line: what stands in it is no formula. */
const code =
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|[\s\S]*)|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/gm;

const block = /^([ \t>]*)\\\[([\s\S]{1,2000}?)\\\]/gm;
const inline = /\\\(([^\n]{1,500}?)\\\)|\\\[([^\n]{1,500}?)\\\]/g;
/** Pandoc's rule: no space after the first dollar nor before the last, and no digit after it. */
const betweenDollars = /(?<![\\$])\$(?![\s$])([^$\n]{0,499}[^\s\\$])\$(?![\d$])/g;

const hasSign = /[\\^_={}<>+*|-]/;
const isWord = /^\S+$/;
/** x, x1, n', f(x), 3.14. */
const isSymbol = /^(?:[A-Za-z]\w{0,2}'?|[A-Za-z]\([^()]*\)|\d[\d.,]*)$/;

/**
 * A Markdown text with its formulas between `$$`, however their writer marked them: `\(…\)`, `\[…\]` or `$…$`. Money,
 * escaped brackets and variables of a shell are left as they are, and so is all code.
 */
export function withFormulasInDollars(text: string): string {
  if (!/[$]|\\[([]/.test(text)) return text;
  let result = "";
  let after = 0;
  for (const match of text.matchAll(code)) {
    result += inProse(text.slice(after, match.index)) + match[0];
    after = match.index + match[0].length;
  }
  return result + inProse(text.slice(after));
}

function inProse(text: string): string {
  const isFormula = (content: string) => hasSign.test(content) || isWord.test(content.trim());
  return text
    .replace(block, (all, indent: string, content: string) =>
      isFormula(content) ? [`${indent}$$`, `${indent}${content.trim()}`, `${indent}$$`].join("\n") : all,
    )
    .replace(inline, (all, round: string | undefined, square: string | undefined) => {
      const content = round ?? square!;
      return isFormula(content) ? `$$${content.trim()}$$` : all;
    })
    .replace(betweenDollars, (all, content: string) =>
      hasSign.test(content) || isSymbol.test(content) ? `$$${content}$$` : all,
    );
}
