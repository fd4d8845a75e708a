import type { SubmissionBody } from "../../../../../../lib/annotations/kinds/table.ts";
import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import type { SubmissionInput } from "../../../../../../lib/annotations/submission.ts";
import type { Draft } from "../../../../../../lib/tasks/draft.ts";
import { type Body, type BodyDraft, bodies } from "./bodies.ts";
import type { OpenTask } from "./task.ts";

/** 128 random bits; `crypto.randomUUID` is missing where the site is served without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a person has decided about a task so far: the kind's own part, and what goes with any. */
export interface Decision<Of extends Body = Body> {
  body: Of;
  flags: readonly Flag[];
  comment: string;
  /** Goes with the submission, so that sending it twice stores it once. */
  idempotencyKey: string;
}

export function newDecision(task: OpenTask): Decision {
  return { body: bodies[task.kind].empty(task), flags: [], comment: "", idempotencyKey: newKey() };
}

/** What a draft or an earlier submission says; a new one where that is of another kind. */
export function decisionOf(task: OpenTask, draft: Omit<Draft, "activeSeconds">): Decision {
  if ((draft.kind ?? "rank") !== task.kind) return newDecision(task);
  return {
    body: bodies[task.kind].fromDraft(task, draft as never),
    flags: draft.flags,
    comment: draft.comment,
    idempotencyKey: draft.idempotencyKey ?? newKey(),
  };
}

/** The same, to be submitted as a new version. */
export function asRevision(decision: Decision): Decision {
  return { ...decision, idempotencyKey: newKey() };
}

export function draftOf(decision: Decision, activeSeconds: number): Draft {
  const { body, flags, comment, idempotencyKey } = decision;
  const own: BodyDraft = bodies[body.kind].toDraft(body as never);
  return { ...own, flags: [...flags], comment, idempotencyKey, activeSeconds } as Draft;
}

/** Of a decision that is complete. */
export function submissionOf(decision: Decision, activeSeconds: number): SubmissionInput {
  const { body, flags, comment, idempotencyKey } = decision;
  const own: SubmissionBody = bodies[body.kind].toSubmission(body as never);
  return { ...own, flags: [...flags], comment, idempotencyKey, activeSeconds };
}
