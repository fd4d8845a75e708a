/** The place of each answer, by id; answers without one are not in it. Equal places tie. */
export type Places = Readonly<Record<string, number>>;

/** Groups of ids, best first, in the order of `ids` within a group. */
export function rankingOf(places: Places, ids: readonly string[]): string[][] {
  const distinct = [...new Set(ids.flatMap((id) => places[id] ?? []))].sort((one, other) => one - other);
  return distinct.map((place) => ids.filter((id) => places[id] === place));
}

/** The neutral letter of an answer by its position. */
export function letterOf(position: number): string {
  return String.fromCharCode(65 + position);
}

/** "B › A = C", of ranks by position. */
export function orderInLetters(ranks: readonly number[]): string {
  const distinct = [...new Set(ranks)].sort((one, other) => one - other);
  return distinct
    .map((rank) => ranks.flatMap((other, position) => (other === rank ? [letterOf(position)] : [])).join(" = "))
    .join(" › ");
}
