import type { z } from "zod";
import type { TaskKind } from "../../generated/prisma/enums.ts";
import { compare, type compareBody } from "./compare.ts";
import { converse, type converseBody } from "./converse.ts";
import { demonstrate, type demonstrateBody } from "./demonstrate.ts";
import type { Kind } from "./kind.ts";
import { rank, type rankBody } from "./rank.ts";
import { rate, type rateBody } from "./rate.ts";

/** What a person decided about a task, by its kind. */
export type SubmissionBody =
  | z.infer<typeof rankBody>
  | z.infer<typeof compareBody>
  | z.infer<typeof rateBody>
  | z.infer<typeof demonstrateBody>
  | z.infer<typeof converseBody>;

type BodyOf<Name extends TaskKind> = Name extends "rank"
  ? Exclude<SubmissionBody, { kind: Exclude<TaskKind, "rank"> }>
  : Extract<SubmissionBody, { kind: Name }>;

/** Every kind of task: a new one is a file beside this, a row here, and a row of the screen's own table. */
export const kinds: { [Name in TaskKind]: Kind<BodyOf<Name>> } = { rank, compare, rate, demonstrate, converse };

/** The row of a body's kind. */
export function kindOf(body: SubmissionBody): Kind<SubmissionBody> {
  return kinds[body.kind ?? "rank"] as Kind<SubmissionBody>;
}
