/**
 * Kendall's τ-b of two rankings of the same things (Kendall 1945, Biometrika 33:239–251): 1 the same order, −1 reversed,
 * corrected for ties. Null where one of them ties everything.
 *
 * @param first value of each thing; only the order matters
 */
export function kendallTau(first: readonly number[], second: readonly number[]): number | null {
  let difference = 0;
  let untiedFirst = 0;
  let untiedSecond = 0;
  for (let one = 0; one < first.length; one++) {
    for (let other = one + 1; other < first.length; other++) {
      const a = Math.sign(first[one]! - first[other]!);
      const b = Math.sign(second[one]! - second[other]!);
      difference += a * b;
      untiedFirst += Math.abs(a);
      untiedSecond += Math.abs(b);
    }
  }
  const size = Math.sqrt(untiedFirst * untiedSecond);
  return size === 0 ? null : difference / size;
}

/**
 * Kendall's coefficient of concordance W of several rankings of the same things, corrected for ties (Siegel 1956,
 * Nonparametric Statistics, chapter 9): 0 no common order, 1 all the same. Null below two rankings or two things, or
 * where everybody ties everything.
 *
 * @param rankings each a value for each thing; only the order matters
 */
export function kendallW(rankings: readonly (readonly number[])[]): number | null {
  const people = rankings.length;
  const things = rankings[0]?.length ?? 0;
  if (people < 2 || things < 2) return null;
  const ranks = rankings.map(midRanks);
  const sums = Array.from({ length: things }, (_, thing) => ranks.reduce((sum, row) => sum + row[thing]!, 0));
  const mean = (people * (things + 1)) / 2;
  const spread = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0);
  const ties = ranks.reduce((total, row) => total + tieCorrection(row), 0);
  const largest = (people ** 2 * (things ** 3 - things) - people * ties) / 12;
  return largest === 0 ? null : spread / largest;
}

/** Ranks from 1, equal values sharing the mean of theirs. */
export function midRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const lower = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return lower + (equal + 1) / 2;
  });
}

/** Σ (t³ − t) over groups of t equal ranks. */
function tieCorrection(ranks: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + size ** 3 - size, 0);
}
