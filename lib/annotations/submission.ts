import { z } from "zod";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { faultOfRanking, flagsSchema, rankingSchema } from "./ranking.ts";

/** What a person decided about a task. */
export const submissionSchema = z.object({
  ranking: rankingSchema,
  /** Every answer is below the project's bar; the order still counts. */
  noneAcceptable: z.boolean().default(false),
  flags: flagsSchema.default([]),
  comment: text(10_000).default(""),
  /** Chosen by the client, one per submission: sent again, it gets the same answer and stores nothing. */
  idempotencyKey: text(200).min(1),
  /** Seconds of attention, as the page measured them. */
  activeSeconds: z.number().min(0).max(86_400).nullable().default(null),
});

export type SubmissionInput = z.input<typeof submissionSchema>;
export type Submission = z.infer<typeof submissionSchema>;

/** Throws INVALID_INPUT where the shape is wrong. */
export function parseSubmission(input: SubmissionInput): Submission {
  const parsed = submissionSchema.safeParse(input);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  return parsed.data;
}

/** Throws UNPROCESSABLE where a submission does not fit the completions it is about. */
export function checkAgainstCompletions(submission: Submission, completionIds: readonly string[]): void {
  const fault = faultOfRanking(submission.ranking, completionIds);
  if (fault) throw new AppError("UNPROCESSABLE", fault);
  const stranger = submission.flags.find(({ completionId }) => completionId && !completionIds.includes(completionId));
  if (stranger)
    throw new AppError(
      "UNPROCESSABLE",
      `A flag names a completion that is not part of the task: ${stranger.completionId}.`,
    );
}
