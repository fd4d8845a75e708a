import type { AnswerRating } from "../../../../../../lib/annotations/kinds/rate.ts";
import type { SubmissionBody } from "../../../../../../lib/annotations/kinds/table.ts";
import type { TaskKind } from "../../../../../../lib/generated/prisma/enums.ts";
import type { Draft } from "../../../../../../lib/tasks/draft.ts";
import { type Arrangement, arrangementOf, emptyArrangement, rankingOf } from "./arrangement.ts";
import type { Insertion } from "./insertion.ts";
import type { OpenTask } from "./task.ts";

/** The part of a decision that is its kind's own, as the screen holds it. */
export interface Bodies {
  rank: {
    kind: "rank";
    arrangement: Arrangement;
    noneAcceptable: boolean;
    /** Of the focus layout: which place the answer in hand may still have. */
    insertion: Insertion | null;
  };
  compare: { kind: "compare"; preferred: string | null; grade: number | null; tie: boolean; bothBad: boolean };
  rate: { kind: "rate"; ratings: readonly AnswerRating[] };
  demonstrate: { kind: "demonstrate"; text: string; editedFromId: string | null };
  converse: { kind: "converse"; verdict: "broken" | "kept" | "unsure" | null; text: string };
}

export type Body = Bodies[TaskKind];

type DraftOf<Kind extends TaskKind> = Kind extends "rank"
  ? Exclude<Draft, { kind: Exclude<TaskKind, "rank"> }>
  : Extract<Draft, { kind: Kind }>;

type Shared = "flags" | "comment" | "activeSeconds" | "idempotencyKey";
export type BodyDraft = { [Kind in TaskKind]: Omit<DraftOf<Kind>, Shared> }[TaskKind];

interface BodyKind<Kind extends TaskKind> {
  empty(task: OpenTask): Bodies[Kind];
  fromDraft(task: OpenTask, draft: Omit<DraftOf<Kind>, Shared>): Bodies[Kind];
  toDraft(body: Bodies[Kind]): Omit<DraftOf<Kind>, Shared>;
  /** Of a body that is complete. */
  toSubmission(body: Bodies[Kind]): SubmissionBody;
}

const shownOf = ({ completions }: OpenTask) => completions.map(({ id }) => id);

/** How a body of each kind begins, is kept and is sent. */
export const bodies: { [Kind in TaskKind]: BodyKind<Kind> } = {
  rank: {
    empty: (task) => ({
      kind: "rank",
      arrangement: emptyArrangement(shownOf(task)),
      noneAcceptable: false,
      insertion: null,
    }),
    fromDraft: (task, { ranking, noneAcceptable }) => ({
      kind: "rank",
      arrangement: arrangementOf(shownOf(task), ranking),
      noneAcceptable,
      insertion: null,
    }),
    toDraft: ({ arrangement, noneAcceptable }) => ({ ranking: rankingOf(arrangement), noneAcceptable }),
    toSubmission: ({ arrangement, noneAcceptable }) => ({ ranking: rankingOf(arrangement), noneAcceptable }),
  },
  compare: {
    empty: () => ({ kind: "compare", preferred: null, grade: null, tie: false, bothBad: false }),
    fromDraft: (_task, draft) => ({ ...draft }),
    toDraft: (body) => body,
    toSubmission: ({ tie: _tie, ...body }) => body,
  },
  rate: {
    empty: (task) => ({ kind: "rate", ratings: shownOf(task).map(unrated) }),
    fromDraft: (task, { ratings }) => ({
      kind: "rate",
      ratings: shownOf(task).map((id) => ratings.find(({ completionId }) => completionId === id) ?? unrated(id)),
    }),
    toDraft: ({ ratings }) => ({ kind: "rate", ratings: [...ratings] }),
    toSubmission: ({ ratings }) => ({ kind: "rate", ratings: [...ratings] }),
  },
  demonstrate: {
    empty: () => ({ kind: "demonstrate", text: "", editedFromId: null }),
    fromDraft: (_task, { text, editedFromId }) => ({ kind: "demonstrate", text, editedFromId }),
    toDraft: (body) => body,
    toSubmission: (body) => body,
  },
  converse: {
    empty: () => ({ kind: "converse", verdict: null, text: "" }),
    fromDraft: (_task, { verdict, text }) => ({ kind: "converse", verdict, text }),
    toDraft: (body) => body,
    toSubmission: ({ text: _text, ...body }) => body,
  },
};

function unrated(completionId: string): AnswerRating {
  return { completionId, overall: null, aspects: {}, marks: [], rules: {} };
}
