import { randomUUID } from "node:crypto";
import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { utcNow } from "../db/utc-now.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { hasDayLeft } from "../tasks/room-for.ts";
import { shownOrder } from "../tasks/shown-order.ts";

interface Person {
  projectId: string;
  userId: string;
  database: Database;
}

const underway = new Map<string, Promise<void>>();

/**
 * Now and then gives a person a check beside the task they have just been given: it waits among their tasks and comes by
 * an ordinary claim, so that nothing about it differs. Called once a new task, with the shares of all tasks that are to
 * be checks; does nothing where there is no check for them. Runs after the caller's answer, which would otherwise take
 * longer before a check than before other tasks.
 */
export function plantCheck({
  goldShare,
  repeatShare,
  ...person
}: Person & { goldShare: number; repeatShare: number }): void {
  const drawn = Math.random() * (1 - goldShare - repeatShare);
  if (drawn >= goldShare + repeatShare) return;
  const { projectId, userId } = person;
  const done = (drawn < goldShare ? plantGold(person) : plantRepeat(person))
    .then(() => undefined)
    .catch((error: unknown) => console.error(`No check for ${userId} in project ${projectId}:`, error))
    .finally(() => underway.delete(userId));
  underway.set(userId, done);
}

/** Until a check that this process is planting for a person is there. */
export async function checksPlanted(userId: string): Promise<void> {
  await underway.get(userId);
}

/** Gives a person a copy of a gold task on a prompt that they never had. False where there is none for them. */
export async function plantGold({ projectId, userId, database }: Person): Promise<boolean> {
  return await inTransaction(database, async (transaction) => {
    const [gold] = await transaction.$queryRaw<{ id: string }[]>`
      SELECT t.id FROM "Gold" g JOIN "Task" t ON t.id = g."taskId" JOIN "Project" p ON p.id = g."projectId"
      WHERE g."projectId" = ${projectId} AND g."retiredAt" IS NULL AND NOT t."leftOut" AND ${hasDayLeft(projectId, userId)}
        AND coalesce(p.settings->'kinds', '["rank"]') ? t.kind::text AND NOT EXISTS (
        SELECT FROM "Assignment" a JOIN "Task" other ON other.id = a."taskId"
        WHERE a."userId" = ${userId} AND other."promptId" = t."promptId")
      ORDER BY random() LIMIT 1`;
    if (!gold) return false;
    const copy = { taskId: gold.id, purpose: "gold" as const, repeatOfId: gold.id };
    return await assign(await copyTask({ ...copy, database: transaction }), userId, transaction);
  });
}

/** Repeats ask for what was judged at least this many submissions ago. */
const submissionsBetween = 10;
const submissionsLookedAt = 500;

/** Gives a person answers that they judged some time ago, in a new order. False where there is nothing to repeat. */
async function plantRepeat({ projectId, userId, database }: Person): Promise<boolean> {
  return await inTransaction(database, async (transaction) => {
    const [original] = await transaction.$queryRaw<{ id: string }[]>`
      SELECT earlier.id FROM (
        SELECT t.id FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a."projectId" = ${projectId} AND a."supersededAt" IS NULL
          AND a.source = 'annotator' AND t.purpose = 'work' AND NOT t."leftOut" AND t.kind IN ('rank', 'compare', 'rate')
        ORDER BY a.id DESC OFFSET ${submissionsBetween} LIMIT ${submissionsLookedAt}
      ) AS earlier
      WHERE ${hasDayLeft(projectId, userId)} AND NOT EXISTS (
        SELECT FROM "Task" again JOIN "Assignment" a ON a."taskId" = again.id
        WHERE again."repeatOfId" = earlier.id AND a."userId" = ${userId})
      ORDER BY random() LIMIT 1`;
    if (!original) return false;
    const copy = { taskId: original.id, purpose: "repeat" as const, repeatOfId: original.id };
    return await assign(await copyTask({ ...copy, database: transaction }), userId, transaction);
  });
}

/** Inserts the person's assignment of a check; its lease begins when they come to it. */
async function assign(taskId: string, userId: string, database: Database): Promise<boolean> {
  const planted = await database.$executeRaw`
    INSERT INTO "Assignment" (id, "taskId", "userId", number, status, "shownOrder", "leaseExpiresAt", "createdAt")
    SELECT ${newId()}, ${taskId}, ${userId}, following.number, 'held',
      ${shownOrder({ taskId: Prisma.sql`${taskId}`, userId, number: Prisma.sql`following.number` })}, ${utcNow}, ${utcNow}
    FROM (SELECT 1 + coalesce(max(number), 0) AS number FROM "Assignment" WHERE "userId" = ${userId}) AS following
    ON CONFLICT DO NOTHING`;
  return planted > 0;
}

/** Copies a task with its answers for a check, and returns its id, which like any task's tells nothing. */
export async function copyTask({
  taskId,
  purpose,
  repeatOfId = null,
  database,
}: {
  taskId: string;
  purpose: "gold" | "repeat";
  repeatOfId?: string | null;
  database: Database;
}): Promise<string> {
  const id = randomUUID();
  await database.$executeRaw`
    INSERT INTO "Task" (id, "projectId", "promptId", kind, status, overlap, purpose, "repeatOfId", "createdAt")
    SELECT ${id}, "projectId", "promptId", kind, 'done', 1, ${purpose}, ${repeatOfId}, "createdAt"
    FROM "Task" WHERE id = ${taskId}`;
  await database.$executeRaw`
    INSERT INTO "TaskCompletion" ("taskId", "completionId", position)
    SELECT ${id}, "completionId", position FROM "TaskCompletion" WHERE "taskId" = ${taskId}`;
  return id;
}
