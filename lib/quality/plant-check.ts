import { randomBytes } from "node:crypto";
import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { utcNow } from "../db/utc-now.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { shownOrder } from "../tasks/shown-order.ts";

interface Person {
  projectId: string;
  userId: string;
  database: Database;
}

/**
 * Now and then gives a person a check beside the task they have just been given: it waits among their tasks and comes by
 * an ordinary claim, so that nothing about it differs. Called once a new task, with the shares of all tasks that are to
 * be checks; does nothing where there is no check for them.
 */
export async function plantCheck({
  goldShare,
  repeatShare,
  ...person
}: Person & { goldShare: number; repeatShare: number }): Promise<void> {
  const drawn = Math.random() * (1 - goldShare - repeatShare);
  if (drawn < goldShare) await plantGold(person);
  else if (drawn < goldShare + repeatShare) await plantRepeat(person);
}

/** Gives a person a gold task on a prompt that they never had. False where there is none. */
export async function plantGold({ projectId, userId, database }: Person): Promise<boolean> {
  const planted = await database.$executeRaw`
    WITH drawn AS MATERIALIZED (
      SELECT t.id FROM "Gold" g JOIN "Task" t ON t.id = g."taskId"
      WHERE g."projectId" = ${projectId} AND g."retiredAt" IS NULL AND NOT EXISTS (
        SELECT FROM "Assignment" a JOIN "Task" other ON other.id = a."taskId"
        WHERE a."userId" = ${userId} AND other."promptId" = t."promptId")
      ORDER BY random() LIMIT 1
    )
    ${assign(Prisma.sql`drawn`, userId)}`;
  return planted > 0;
}

/** Repeats ask for what was judged at least this many submissions ago. */
const submissionsBetween = 10;
const submissionsLookedAt = 500;

/** Gives a person answers that they judged some time ago, in a new order. False where there is nothing to repeat. */
async function plantRepeat({ projectId, userId, database }: Person): Promise<boolean> {
  return await inTransaction(database, async (transaction) => {
    const originals = await transaction.$queryRaw<{ id: string }[]>`
      SELECT earlier.id FROM (
        SELECT t.id FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a."projectId" = ${projectId} AND a."supersededAt" IS NULL
          AND a.source = 'annotator' AND t.purpose = 'work' AND t.kind IN ('rank', 'compare', 'rate')
        ORDER BY a.id DESC OFFSET ${submissionsBetween} LIMIT ${submissionsLookedAt}
      ) AS earlier
      WHERE NOT EXISTS (SELECT FROM "Task" again JOIN "Assignment" a ON a."taskId" = again.id
        WHERE again."repeatOfId" = earlier.id AND a."userId" = ${userId})
      ORDER BY random() LIMIT 1`;
    const [original] = originals;
    if (!original) return false;
    const id = await copyTask({
      taskId: original.id,
      purpose: "repeat",
      repeatOfId: original.id,
      database: transaction,
    });
    const planted = await transaction.$executeRaw`
      WITH drawn AS MATERIALIZED (SELECT ${id} AS id) ${assign(Prisma.sql`drawn`, userId)}`;
    return planted > 0;
  });
}

/** Inserts the person's assignment of the task in `source`; its lease begins when they come to it. */
const assign = (source: Prisma.Sql, userId: string) => Prisma.sql`
  INSERT INTO "Assignment" (id, "taskId", "userId", number, status, "shownOrder", "leaseExpiresAt", "createdAt")
  SELECT ${newId()}, given.id, ${userId}, following.number, 'held',
    ${shownOrder({ taskId: Prisma.sql`given.id`, userId, number: Prisma.sql`following.number` })}, ${utcNow}, ${utcNow}
  FROM ${source} AS given,
    (SELECT 1 + coalesce(max(number), 0) AS number FROM "Assignment" WHERE "userId" = ${userId}) AS following
  ON CONFLICT DO NOTHING`;

/**
 * Copies a task with its answers for a check, and returns its id. Id and age are such as the original's neighbours have:
 * neither tells when it was made.
 */
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
  const id = idBeside(taskId);
  await database.$executeRaw`
    INSERT INTO "Task" (id, "projectId", "promptId", kind, status, overlap, purpose, "repeatOfId", "createdAt")
    SELECT ${id}, "projectId", "promptId", kind, 'done', 1, ${purpose}, ${repeatOfId}, "createdAt"
    FROM "Task" WHERE id = ${taskId}`;
  await database.$executeRaw`
    INSERT INTO "TaskCompletion" ("taskId", "completionId", position)
    SELECT ${id}, "completionId", position FROM "TaskCompletion" WHERE "taskId" = ${taskId}`;
  return id;
}

/** A UUID version 7 (RFC 9562) with the time of another one and random bits for the rest. */
function idBeside(id: string): string {
  const random = newId().slice(13, 15) + randomBytes(10).toString("hex");
  const variant = ((Number.parseInt(random[5]!, 16) & 0x3) | 0x8).toString(16);
  return `${id.slice(0, 13)}${random.slice(0, 5)}-${variant}${random.slice(6, 9)}-${random.slice(9, 21)}`;
}
