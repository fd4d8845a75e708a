import { z } from "zod";
import { text } from "../../text.ts";
import { normaliseComparisons } from "../normalise-comparisons.ts";
import { gradesOf } from "./grades.ts";
import type { Kind } from "./kind.ts";
import { faultOfId } from "./kind.ts";

export const compareBody = z.object({
  kind: z.literal("compare"),
  /** The better of the two; null for a tie. */
  preferred: text(100).min(1).nullable(),
  /** How much better, from 1 to half the points of the project's scale; left out for a tie. */
  grade: z.number().int().min(1).max(4).nullable().default(null),
  bothBad: z.boolean().default(false),
});

export type CompareBody = z.infer<typeof compareBody>;

/** Two answers: which one, and how much better, on the scale of Anthropic's and Meta's comparisons. */
export const compare: Kind<CompareBody> = {
  completions: { least: 2, most: 2 },
  faultOf({ preferred, grade, bothBad }, task) {
    const { scale, ties } = task.settings.compare;
    const grades = gradesOf(scale);
    if (preferred === null && grade !== null) return "A tie has no grade.";
    // Two bad answers may be left without an order even where a tie is no answer.
    if (preferred === null && !ties && !bothBad) return "This project asks for a decision: no ties.";
    if (preferred !== null && grade === null) return `\`grade\` says how much better, from 1 to ${grades}.`;
    if (grade !== null && grade > grades) return `This project grades from 1 to ${grades}.`;
    return faultOfId(preferred, task, "The comparison");
  },
  outcomeOf({ preferred, grade, bothBad }, { completionIds, settings }) {
    const other = completionIds.filter((id) => id !== preferred);
    const ranking = preferred === null ? [[...completionIds]] : [[preferred], other];
    const { scale } = settings.compare;
    const strength = grade === null ? 0 : grade / gradesOf(scale);
    return {
      ranking,
      noneAcceptable: bothBad,
      pairs: normaliseComparisons(ranking).map((pair) => (pair.tie ? pair : { ...pair, strength })),
      judgement: { preferred, grade, scale, bothBad },
    };
  },
};
