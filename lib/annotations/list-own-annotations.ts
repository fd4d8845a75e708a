import { type Database, db } from "../db/client.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";
import type { Draft } from "../tasks/draft.ts";
import { draftOfAnnotation } from "./draft-of-annotation.ts";
import { type Flag, flagsSchema, type Ranking, rankingSchema } from "./ranking.ts";

/** How many of a person's newest submissions in a project they may still revise. */
const revisableSubmissions = 50;

/** A submission as its author sees it: like the task, it does not tell which model wrote what. */
export interface OwnAnnotation {
  id: string;
  taskId: string;
  kind: TaskKind;
  messages: Message[];
  /** In the order that was shown. */
  completions: { id: string; text: string }[];
  /** The judgement, to be taken up again. */
  draft: Draft;
  ranking: Ranking;
  noneAcceptable: boolean;
  flags: Flag[];
  comment: string;
  extra: boolean;
  /** It replaced an earlier submission. */
  isRevision: boolean;
  isRevisable: boolean;
  activeSeconds: number | null;
  createdAt: Date;
}

/**
 * A person's own current submissions in a project, newest first. `before` is the id of the last of the page before.
 */
export async function listOwnAnnotations({
  projectId,
  userId,
  before,
  limit = 20,
  database = db(),
}: {
  projectId: string;
  userId: string;
  before?: string;
  /** 1 to 100. */
  limit?: number;
  database?: Database;
}): Promise<{ annotations: OwnAnnotation[]; next: string | null }> {
  const rows = await database.annotation.findMany({
    where: { ...ownCurrent(projectId, userId), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: withTask,
  });
  const oldest = await oldestRevisable(projectId, userId, database);
  const annotations = rows.slice(0, limit).map((row) => toOwnAnnotation(row, oldest));
  return { annotations, next: rows.length > limit ? annotations.at(-1)!.id : null };
}

/** One of a person's own current submissions, to look at or revise; null where there is none of this id. */
export async function getOwnAnnotation({
  annotationId,
  userId,
  database = db(),
}: {
  annotationId: string;
  userId: string;
  database?: Database;
}): Promise<OwnAnnotation | null> {
  const row = await database.annotation.findFirst({
    where: { id: annotationId, userId, supersededAt: null, source: "annotator" },
    include: withTask,
  });
  return row && toOwnAnnotation(row, await oldestRevisable(row.projectId, userId, database));
}

/** Whether an annotation is among its author's newest submissions in the project. */
export async function isRevisable({
  annotation,
  userId,
  database,
}: {
  annotation: { id: string; projectId: string };
  userId: string;
  database: Database;
}): Promise<boolean> {
  return annotation.id >= (await oldestRevisable(annotation.projectId, userId, database));
}

const withTask = {
  task: {
    select: {
      kind: true,
      prompt: { select: { messages: true } },
      completions: { select: { completion: { select: { id: true, text: true } } } },
    },
  },
} as const;

const ownCurrent = (projectId: string, userId: string) =>
  ({ projectId, userId, supersededAt: null, source: "annotator", resolves: false }) as const;

async function oldestRevisable(projectId: string, userId: string, database: Database): Promise<string> {
  const newest = await database.annotation.findMany({
    where: ownCurrent(projectId, userId),
    orderBy: { id: "desc" },
    take: revisableSubmissions,
    select: { id: true },
  });
  return newest.at(-1)?.id ?? "";
}

interface Row {
  id: string;
  taskId: string;
  ranking: unknown;
  judgement: unknown;
  noneAcceptable: boolean;
  flags: unknown;
  comment: string;
  shownOrder: string[];
  extra: boolean;
  activeSeconds: number | null;
  revisionOfId: string | null;
  createdAt: Date;
  task: { kind: TaskKind; prompt: { messages: unknown }; completions: { completion: { id: string; text: string } }[] };
}

function toOwnAnnotation(row: Row, oldestRevisableId: string): OwnAnnotation {
  const byId = new Map(row.task.completions.map(({ completion }) => [completion.id, completion]));
  return {
    id: row.id,
    taskId: row.taskId,
    kind: row.task.kind,
    messages: messagesSchema.parse(row.task.prompt.messages),
    completions: row.shownOrder.map((id) => byId.get(id)!),
    draft: draftOfAnnotation(row.task.kind, row),
    ranking: rankingSchema.parse(row.ranking),
    noneAcceptable: row.noneAcceptable,
    flags: flagsSchema.parse(row.flags),
    comment: row.comment,
    extra: row.extra,
    isRevision: row.revisionOfId !== null,
    isRevisable: row.id >= oldestRevisableId,
    activeSeconds: row.activeSeconds,
    createdAt: row.createdAt,
  };
}
