import { z } from "zod";
import { highestRating } from "../../projects/highest-rating.ts";
import { text } from "../../text.ts";
import { normaliseComparisons } from "../normalise-comparisons.ts";
import type { Kind } from "./kind.ts";
import { rankingOfRatings } from "./ranking-of-ratings.ts";

const rating = z.number().int().min(1).max(highestRating);
const key = text(60).min(1);

export const answerRating = z.object({
  completionId: text(100).min(1),
  /** As a whole; null where the project does not ask. */
  overall: rating.nullable().default(null),
  /** By the aspect's key. */
  aspects: z.record(key, rating).default({}),
  /** Keys of the marks that hold. */
  marks: z.array(key).max(20).default([]),
  /** By the rule's key: whether the answer breaks it. */
  rules: z.record(key, z.enum(["breaks", "keeps", "unsure"])).default({}),
});

export const rateBody = z.object({
  kind: z.literal("rate"),
  /** One of each answer. */
  ratings: z.array(answerRating).min(1).max(9),
});

export type AnswerRating = z.infer<typeof answerRating>;
export type RateBody = z.infer<typeof rateBody>;

/** Each answer by itself on the project's rubric. Everything that the rubric asks must be answered; marks are off by default. */
export const rate: Kind<RateBody> = {
  completions: { least: 1, most: 9 },
  faultOf({ ratings }, { completionIds, settings: { rubric, rate: asked } }) {
    const rated = ratings.map(({ completionId }) => completionId);
    const missing = completionIds.filter((id) => !rated.includes(id));
    if (missing.length > 0) return `There is no rating of ${missing.join(", ")}.`;
    if (rated.length !== completionIds.length) return "Each completion of the task is rated once, and no other.";
    for (const { completionId, overall, aspects, marks, rules } of ratings) {
      if (asked.overall && overall === null) return `The overall rating of ${completionId} is missing.`;
      const fault =
        faultOfKeys("aspect", Object.keys(aspects), rubric.aspects, completionId, true) ??
        faultOfKeys("rule", Object.keys(rules), rubric.rules, completionId, true) ??
        faultOfKeys("mark", marks, rubric.marks, completionId, false);
      if (fault) return fault;
    }
    return null;
  },
  outcomeOf({ ratings }, { settings }) {
    const ranking = rankingOfRatings(ratings);
    const overall = new Map(ratings.map((rated) => [rated.completionId, rated.overall]));
    const pairs = settings.rate.comparisons ? normaliseComparisons(ranking) : [];
    return {
      ranking,
      noneAcceptable: false,
      pairs: pairs.map((pair) => ({
        ...pair,
        strength: (overall.get(pair.better)! - overall.get(pair.worse)!) / (highestRating - 1),
      })),
      judgement: { ratings },
    };
  },
};

function faultOfKeys(
  what: "aspect" | "rule" | "mark",
  keys: string[],
  criteria: { key: string }[],
  completionId: string,
  all: boolean,
): string | null {
  const stranger = keys.find((given) => !criteria.some((criterion) => criterion.key === given));
  if (stranger) return `The rubric has no ${what} ${stranger}, named in the rating of ${completionId}.`;
  const missing = criteria.find((criterion) => !keys.includes(criterion.key));
  return all && missing ? `The ${what} ${missing.key} is missing in the rating of ${completionId}.` : null;
}
