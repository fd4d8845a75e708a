import { z } from "zod";
import { normaliseComparisons } from "../normalise-comparisons.ts";
import { faultOfRanking, rankingSchema } from "../ranking.ts";
import type { Kind } from "./kind.ts";

/** The kind may be left out: the first clients knew no other. */
export const rankBody = z.object({
  kind: z.literal("rank").optional(),
  /** Each completion once, or the best so many where the project asks for no more. */
  ranking: rankingSchema.min(1),
  /** Every answer is below the project's bar; the order still counts. */
  noneAcceptable: z.boolean().default(false),
});

export type RankBody = z.infer<typeof rankBody>;

/** Orders 2 to 9 answers, ties in one group. Those that a partial ranking leaves out are worse than those it places. */
export const rank: Kind<RankBody> = {
  completions: { least: 2, most: 9 },
  faultOf: ({ ranking }, { completionIds, settings }) => faultOfRanking(ranking, completionIds, settings.rank.top),
  outcomeOf({ ranking, noneAcceptable }, { completionIds }) {
    const placed = new Set(ranking.flat());
    const rest = completionIds.filter((id) => !placed.has(id));
    return { ranking, noneAcceptable, pairs: normaliseComparisons(ranking, rest), judgement: null };
  },
};
