/**
 * Cohen's κ = (p_o − p_e)/(1 − p_e) of two people (Cohen 1960): agreement beyond what their own habits bring by chance.
 * Null for an empty table or where both only ever used the same one category.
 *
 * @param table how often the first chose the row's category and the second the column's
 */
export function cohenKappa(table: readonly (readonly number[])[]): number | null {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, column) => table.reduce((sum, row) => sum + row[column]!, 0));
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const observed = table.reduce((sum, row, at) => sum + row[at]!, 0) / total;
  const expected = rows.reduce((sum, count, at) => sum + count * columns[at]!, 0) / total ** 2;
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

/** What items contribute to Fleiss' κ; sums of these are contributions too. */
export interface FleissCounts {
  items: number;
  /** Sum over items of the share of pairs of people who chose alike. */
  alike: number;
  /** How often each category was chosen. */
  categories: number[];
}

/** The contribution of one item, judged by two people or more. */
export function fleissCounts(chosen: readonly number[]): FleissCounts {
  const people = chosen.reduce((sum, count) => sum + count, 0);
  const pairs = chosen.reduce((sum, count) => sum + count * (count - 1), 0);
  return { items: 1, alike: pairs / (people * (people - 1)), categories: [...chosen] };
}

/**
 * Fleiss' κ (Fleiss 1971, Psychological Bulletin 76:378–382) of summed contributions. Items may have been judged by
 * different numbers of people: each counts once for the agreement, each choice once for what chance would bring.
 * Null without items or where only one category was ever chosen.
 */
export function fleissKappa({ items, alike, categories }: FleissCounts): number | null {
  const total = categories.reduce((sum, count) => sum + count, 0);
  if (items === 0 || total === 0) return null;
  const expected = categories.reduce((sum, count) => sum + (count / total) ** 2, 0);
  return expected === 1 ? null : (alike / items - expected) / (1 - expected);
}
