import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import type { SubmissionInput } from "../../../../../../lib/annotations/submission.ts";
import type { Draft } from "../../../../../../lib/tasks/draft.ts";
import { type Arrangement, arrangementOf, emptyArrangement, rankingOf } from "./arrangement.ts";

/** 128 random bits; `crypto.randomUUID` is missing where the site is served without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a person has decided about a task so far. */
export interface Decision {
  arrangement: Arrangement;
  noneAcceptable: boolean;
  flags: readonly Flag[];
  comment: string;
  /** Goes with the submission, so that sending it twice stores it once. */
  idempotencyKey: string;
}

export function newDecision(shown: readonly string[]): Decision {
  return {
    arrangement: emptyArrangement(shown),
    noneAcceptable: false,
    flags: [],
    comment: "",
    idempotencyKey: newKey(),
  };
}

export function decisionOf(shown: readonly string[], draft: Omit<Draft, "activeSeconds">): Decision {
  return {
    arrangement: arrangementOf(shown, draft.ranking),
    noneAcceptable: draft.noneAcceptable,
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
  const { arrangement, noneAcceptable, flags, comment, idempotencyKey } = decision;
  return { ranking: rankingOf(arrangement), noneAcceptable, flags: [...flags], comment, idempotencyKey, activeSeconds };
}

export function submissionOf(decision: Decision, activeSeconds: number): SubmissionInput {
  return { ...draftOf(decision, activeSeconds), idempotencyKey: decision.idempotencyKey };
}
