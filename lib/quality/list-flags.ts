import { groupBy } from "../agreement/group-by.ts";
import { flagsSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { messagesSchema } from "../prompts/messages.ts";

/** Something that an annotator wants somebody to look at. */
export interface FlagLine {
  reason: string;
  note: string;
  /** Of the answer it is about; null for the task as a whole. */
  answer: string | null;
  pseudonym: string;
  /** Only where it was asked for: it is not for researchers. */
  name: string | null;
  createdAt: Date;
}

/** A task that somebody flagged. */
export interface FlaggedTask {
  taskId: string;
  promptId: string;
  kind: TaskKind;
  /** The prompt's last user turn. */
  text: string;
  flags: FlagLine[];
  /** In force; null where nobody decided yet. */
  decision: { leavesOut: boolean; note: string; createdAt: Date } | null;
  /** Waits for a decision: there is none, or a flag is newer. */
  isOpen: boolean;
}

const annotationsAtMost = 500;

/** Tasks with flags, those that wait for a decision first, newest first; of the newest 500 annotations that have some. */
export async function listFlags({
  projectId,
  withNames,
  database = db(),
}: {
  projectId: string;
  withNames: boolean;
  database?: Database;
}): Promise<FlaggedTask[]> {
  const rows = await flaggedAnnotations(projectId, null, database);
  const byTask = groupBy(rows, ({ taskId }) => taskId);
  const tasks = await database.task.findMany({
    where: { id: { in: [...byTask.keys()] } },
    select: {
      id: true,
      kind: true,
      promptId: true,
      prompt: { select: { messages: true } },
      completions: { select: { completion: { select: { id: true, text: true } } } },
      decisions: { orderBy: { id: "desc" }, take: 1, select: { leavesOut: true, note: true, createdAt: true } },
    },
  });
  const found = tasks.map(({ id, kind, promptId, prompt, completions, decisions: [decision = null] }): FlaggedTask => {
    const annotations = byTask.get(id)!;
    const texts = new Map(completions.map(({ completion }) => [completion.id, completion.text]));
    return {
      taskId: id,
      promptId,
      kind,
      text: messagesSchema.parse(prompt.messages).at(-1)!.content,
      flags: annotations.flatMap(({ flags, name, pseudonym, createdAt }) =>
        flagsSchema.parse(flags).map(({ completionId, reason, note }) => ({
          reason,
          note,
          answer: completionId === null ? null : (texts.get(completionId) ?? null),
          pseudonym,
          name: withNames ? name : null,
          createdAt,
        })),
      ),
      decision,
      isOpen: decision === null || annotations.some(({ createdAt }) => createdAt > decision.createdAt),
    };
  });
  const newest = ({ flags }: FlaggedTask) => Math.max(...flags.map(({ createdAt }) => createdAt.getTime()));
  return found.sort((one, other) => Number(other.isOpen) - Number(one.isOpen) || newest(other) - newest(one));
}

/** Whether somebody flagged the task, or a check that copies it. */
export async function isFlagged(task: { projectId: string; taskId: string }, database: Database): Promise<boolean> {
  return (await flaggedAnnotations(task.projectId, task.taskId, database)).length > 0;
}

interface FlaggedAnnotation {
  /** A check that was flagged speaks of the task that it copies. */
  taskId: string;
  flags: unknown;
  createdAt: Date;
  name: string;
  pseudonym: string;
}

async function flaggedAnnotations(
  projectId: string,
  taskId: string | null,
  database: Database,
): Promise<FlaggedAnnotation[]> {
  const ofTask = taskId === null ? Prisma.sql`true` : Prisma.sql`(t.id = ${taskId} OR t."repeatOfId" = ${taskId})`;
  return await database.$queryRaw`
    SELECT coalesce(t."repeatOfId", t.id) AS "taskId", a.flags, a."createdAt", u.name, u.pseudonym
    FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "User" u ON u.id = a."userId"
    WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND a.flags <> '[]' AND ${ofTask}
    ORDER BY a.id DESC LIMIT ${annotationsAtMost}`;
}
