import { z } from "zod";
import { AppError } from "../errors.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { text } from "../text.ts";
import { compareBody } from "./kinds/compare.ts";
import { converseBody } from "./kinds/converse.ts";
import { demonstrateBody } from "./kinds/demonstrate.ts";
import type { JudgedTask } from "./kinds/kind.ts";
import { rankBody } from "./kinds/rank.ts";
import { rateBody } from "./kinds/rate.ts";
import { kindOf } from "./kinds/table.ts";
import { flagsSchema } from "./ranking.ts";

/** What goes with a judgement of any kind. */
const common = {
  flags: flagsSchema.default([]),
  comment: text(10_000).default(""),
  /** Chosen by the client, one per submission: sent again, it gets the same answer and stores nothing. */
  idempotencyKey: text(200).min(1),
  /** Seconds of attention, as the page measured them. */
  activeSeconds: z.number().min(0).max(86_400).nullable().default(null),
};

/** What a person decided about a task, by its kind. */
export const submissionSchema = z.discriminatedUnion("kind", [
  rankBody.extend(common),
  compareBody.extend(common),
  rateBody.extend(common),
  demonstrateBody.extend(common),
  converseBody.extend(common),
]);

export type SubmissionInput = z.input<typeof submissionSchema>;
export type Submission = z.infer<typeof submissionSchema>;
/** Throws INVALID_INPUT where the shape is wrong. */
export function parseSubmission(input: SubmissionInput): Submission {
  const parsed = submissionSchema.safeParse(input);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  return parsed.data;
}

/** Throws UNPROCESSABLE where a submission does not fit the task that it is about. */
export function checkAgainstTask(submission: Submission, kind: TaskKind, task: JudgedTask): void {
  const given = submission.kind ?? "rank";
  if (given !== kind) throw new AppError("UNPROCESSABLE", `This task is one to ${kind}, not to ${given}.`);
  const fault = kindOf(submission).faultOf(submission, task);
  if (fault) throw new AppError("UNPROCESSABLE", fault);
  const stranger = submission.flags.find(
    ({ completionId }) => completionId && !task.completionIds.includes(completionId),
  );
  if (stranger)
    throw new AppError(
      "UNPROCESSABLE",
      `A flag names a completion that is not part of the task: ${stranger.completionId}.`,
    );
}
