/** The name among `known` that takes the fewest letters to reach from `name`. */
export function nearest(name: string, known: readonly string[]): string {
  return known.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))[0]!;
}

/** Letters to insert, delete or replace (Levenshtein 1966), whatever their case. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (const [row, letter] of [...a.toLowerCase()].entries()) {
    const next = [row + 1];
    for (let place = 0; place < b.length; place++) {
      const replaced = above[place]! + Number(b[place]!.toLowerCase() !== letter);
      next.push(Math.min(replaced, above[place + 1]! + 1, next[place]! + 1));
    }
    above = next;
  }
  return above[b.length]!;
}
