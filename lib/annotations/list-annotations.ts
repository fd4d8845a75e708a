import { type Database, db } from "../db/client.ts";
import type { AnnotationSource, Split } from "../generated/prisma/enums.ts";
import { messagesSchema } from "../prompts/messages.ts";
import { type Flag, flagsSchema, type Ranking, rankingSchema } from "./ranking.ts";

export interface AnnotationLine {
  id: string;
  taskId: string;
  prompt: { id: string; split: Split /** The last user turn. */; text: string };
  /** The name only where it was asked for: it is not for researchers. */
  annotator: { pseudonym: string; name: string | null };
  source: AnnotationSource;
  ranking: Ranking;
  noneAcceptable: boolean;
  flags: Flag[];
  comment: string;
  extra: boolean;
  /** A person decided that its task, which somebody flagged, is no data. */
  leftOut: boolean;
  isRevision: boolean;
  activeSeconds: number | null;
  createdAt: Date;
}

/** Current annotations of a project, newest first. `before` is the id of the last of the page before. */
export async function listAnnotations({
  projectId,
  withNames,
  userId,
  noneAcceptable,
  flagged,
  before,
  limit = 50,
  database = db(),
}: {
  projectId: string;
  withNames: boolean;
  /** Only this person's. */
  userId?: string;
  noneAcceptable?: boolean;
  flagged?: boolean;
  before?: string;
  /** 1 to 200. */
  limit?: number;
  database?: Database;
}): Promise<{ annotations: AnnotationLine[]; next: string | null; total: number }> {
  const where = {
    projectId,
    supersededAt: null,
    ...(userId ? { userId } : {}),
    ...(noneAcceptable === undefined ? {} : { noneAcceptable }),
    ...(flagged === undefined ? {} : { flags: flagged ? { not: [] } : { equals: [] } }),
  };
  const [rows, total] = await Promise.all([
    database.annotation.findMany({
      where: { ...where, ...(before ? { id: { lt: before } } : {}) },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: {
        user: { select: { name: true, pseudonym: true } },
        task: { select: { leftOut: true, prompt: { select: { id: true, split: true, messages: true } } } },
      },
    }),
    database.annotation.count({ where }),
  ]);
  const annotations = rows.slice(0, limit).map((row) => ({
    id: row.id,
    taskId: row.taskId,
    prompt: {
      id: row.task.prompt.id,
      split: row.task.prompt.split,
      text: messagesSchema.parse(row.task.prompt.messages).at(-1)!.content,
    },
    annotator: { pseudonym: row.user.pseudonym, name: withNames ? row.user.name : null },
    source: row.source,
    ranking: rankingSchema.parse(row.ranking),
    noneAcceptable: row.noneAcceptable,
    flags: flagsSchema.parse(row.flags),
    comment: row.comment,
    extra: row.extra,
    leftOut: row.task.leftOut,
    isRevision: row.revisionOfId !== null,
    activeSeconds: row.activeSeconds,
    createdAt: row.createdAt,
  }));
  return { annotations, next: rows.length > limit ? annotations.at(-1)!.id : null, total };
}
