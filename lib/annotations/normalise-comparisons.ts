import type { Ranking } from "./ranking.ts";

export interface ComparisonPair {
  better: string;
  worse: string;
  tie: boolean;
  /** 0 for a tie, up to 1; 1 for a preference that nobody graded. */
  strength: number;
}

/**
 * Every pair that a ranking decides: across groups the one of the better group wins, within a group the two are tied.
 * `rest` are answers that a partial ranking left without a place: worse than all that have one, undecided among
 * themselves. k answers of which m are placed give m(m − 1)/2 + m(k − m) pairs.
 */
export function normaliseComparisons(ranking: Ranking, rest: readonly string[] = []): ComparisonPair[] {
  const placed = ranking.flatMap((group, rank) => group.map((id) => ({ id, rank })));
  return placed.flatMap((first, position) => [
    ...placed.slice(position + 1).map((second) => {
      const tie = first.rank === second.rank;
      return { better: first.id, worse: second.id, tie, strength: tie ? 0 : 1 };
    }),
    ...rest.map((id) => ({ better: first.id, worse: id, tie: false, strength: 1 })),
  ]);
}
