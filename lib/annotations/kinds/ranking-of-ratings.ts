import type { Ranking } from "../ranking.ts";

// Apart from the kind itself: the browser needs it without the schemas.

/** Answers by their overall rating, equal ones together; empty where there is none. */
export function rankingOfRatings(ratings: readonly { completionId: string; overall: number | null }[]): Ranking {
  const given = [...new Set(ratings.flatMap(({ overall }) => overall ?? []))].sort((one, other) => other - one);
  return given.map((value) =>
    ratings.flatMap(({ completionId, overall }) => (overall === value ? [completionId] : [])),
  );
}
