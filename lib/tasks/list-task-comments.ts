import { type Database, db } from "../db/client.ts";

/** Who reads: somebody who leads the project sees all, an annotator only what cannot sway them. */
export interface Reader {
  userId: string;
  leads: boolean;
}

export interface TaskCommentView {
  id: string;
  text: string;
  /** "You", a name where a project lead speaks or reads, else a pseudonym's beginning. */
  by: string;
  createdAt: Date;
}

/**
 * What was said about a task, oldest first. Until an annotator has submitted their own judgement they see what they said
 * and what leads of the project say, but not what other annotators say: it would be theirs no longer.
 */
export async function listTaskComments({
  taskId,
  reader,
  database = db(),
}: {
  taskId: string;
  reader: Reader;
  database?: Database;
}): Promise<TaskCommentView[]> {
  const rows = await database.$queryRaw<
    { id: string; text: string; userId: string; createdAt: Date; name: string; pseudonym: string; byLead: boolean }[]
  >`
    SELECT c.id, c.text, c."userId", c."createdAt", u.name, u.pseudonym,
      coalesce(u."installationRole" IN ('admin', 'researcher'), false)
        OR coalesce(m.role IN ('admin', 'researcher'), false) AS "byLead"
    FROM "TaskComment" c JOIN "User" u ON u.id = c."userId" JOIN "Task" t ON t.id = c."taskId"
      LEFT JOIN "Membership" m ON m."userId" = u.id AND m."projectId" = t."projectId"
    WHERE c."taskId" = ${taskId}
    ORDER BY c."createdAt", c.id LIMIT 500`;
  const maySeeAll =
    reader.leads ||
    (await database.annotation.count({ where: { taskId, userId: reader.userId, supersededAt: null } })) > 0;
  return rows
    .filter(({ userId, byLead }) => maySeeAll || byLead || userId === reader.userId)
    .map(({ name, pseudonym, ...row }) => viewOfComment({ ...row, user: { name, pseudonym } }, reader));
}

/** Whether a person has, or had, the task in hand. */
export async function hasHeld({
  taskId,
  userId,
  database = db(),
}: {
  taskId: string;
  userId: string;
  database?: Database;
}): Promise<boolean> {
  return (await database.assignment.count({ where: { taskId, userId } })) > 0;
}

export function viewOfComment(
  {
    id,
    text,
    userId,
    createdAt,
    byLead,
    user,
  }: {
    id: string;
    text: string;
    userId: string;
    createdAt: Date;
    byLead: boolean;
    user: { name: string; pseudonym: string };
  },
  reader: Reader,
): TaskCommentView {
  const named = reader.leads || byLead ? user.name : `annotator ${user.pseudonym.slice(0, 8)}`;
  return { id, text, createdAt, by: userId === reader.userId ? "You" : named };
}
