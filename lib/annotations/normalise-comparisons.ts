import type { Ranking } from "./ranking.ts";

export interface ComparisonPair {
  better: string;
  worse: string;
  tie: boolean;
  /** 0 for a tie, 1 for a preference that nobody graded. */
  strength: number;
}

/**
 * Every pair of a ranking of k completions, k(k − 1)/2 in all: across groups the one of the better group wins, within
 * a group the two are tied.
 */
export function normaliseComparisons(ranking: Ranking): ComparisonPair[] {
  const placed = ranking.flatMap((group, rank) => group.map((id) => ({ id, rank })));
  return placed.flatMap((first, position) =>
    placed.slice(position + 1).map((second) => {
      const tie = first.rank === second.rank;
      return { better: first.id, worse: second.id, tie, strength: tie ? 0 : 1 };
    }),
  );
}
