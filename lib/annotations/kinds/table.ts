import type { TaskKind } from "../../generated/prisma/enums.ts";
import type { SubmissionBody } from "../submission.ts";
import { compare } from "./compare.ts";
import { converse } from "./converse.ts";
import { demonstrate } from "./demonstrate.ts";
import type { Kind } from "./kind.ts";
import { rank } from "./rank.ts";
import { rate } from "./rate.ts";

type BodyOf<Name extends TaskKind> = Name extends "rank"
  ? Exclude<SubmissionBody, { kind: Exclude<TaskKind, "rank"> }>
  : Extract<SubmissionBody, { kind: Name }>;

/** Every kind of task: a new one is a file beside this, a row here, and a row of the screen's own table. */
export const kinds: { [Name in TaskKind]: Kind<BodyOf<Name>> } = { rank, compare, rate, demonstrate, converse };

/** The row of a body's kind. */
export function kindOf(body: SubmissionBody): Kind<SubmissionBody> {
  return kinds[body.kind ?? "rank"] as Kind<SubmissionBody>;
}
