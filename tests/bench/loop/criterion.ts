/**
 * The written, checkable criterion of the first loop: **shorter, without lists**.
 * Of two answers the one without a list is better; where both or neither have one, the one with fewer words.
 */
export interface CriterionMark {
  hasList: boolean;
  words: number;
}

const listLine = /^\s*(?:[-*•+]|\d{1,3}[.)])\s+\S/m;

/** What the criterion looks at in one answer. */
export function markOf(text: string): CriterionMark {
  return { hasList: listLine.test(text), words: text.split(/\s+/).filter(Boolean).length };
}

/** Negative when a is better than b, 0 when the criterion sees no difference. */
export function compareByCriterion(a: string, b: string): number {
  const [first, second] = [markOf(a), markOf(b)];
  if (first.hasList !== second.hasList) return first.hasList ? 1 : -1;
  return first.words - second.words;
}

/** Completions as a ranking, best group first; answers that the criterion cannot tell apart share a group. */
export function rankByCriterion(completions: { id: string; text: string }[]): string[][] {
  const groups: { text: string; ids: string[] }[] = [];
  for (const { id, text } of [...completions].sort((a, b) => compareByCriterion(a.text, b.text))) {
    const last = groups.at(-1);
    if (last && compareByCriterion(last.text, text) === 0) last.ids.push(id);
    else groups.push({ text, ids: [id] });
  }
  return groups.map((group) => group.ids);
}
