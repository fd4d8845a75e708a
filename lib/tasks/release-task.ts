import { type Database, db } from "../db/client.ts";
import { utcNow } from "../db/utc-now.ts";

/**
 * Ends a person's lease on a task now, so that others can take it. Until somebody does it is still theirs: their next
 * claim returns it, draft and order unchanged. Does nothing where they hold no lease.
 */
export async function releaseTask({
  taskId,
  userId,
  database = db(),
}: {
  taskId: string;
  userId: string;
  database?: Database;
}): Promise<void> {
  await database.$executeRaw`
    UPDATE "Assignment" SET "leaseExpiresAt" = ${utcNow}
    WHERE "taskId" = ${taskId} AND "userId" = ${userId} AND status = 'held' AND "leaseExpiresAt" > ${utcNow}`;
}

/** Ends all leases of a person, in one project or everywhere. Part of the caller's transaction. */
export async function releaseTasks({
  userId,
  projectId = null,
  database,
}: {
  userId: string;
  projectId?: string | null;
  database: Database;
}): Promise<void> {
  await database.$executeRaw`
    UPDATE "Assignment" a SET "leaseExpiresAt" = ${utcNow}
    FROM "Task" t
    WHERE t.id = a."taskId" AND a."userId" = ${userId} AND a.status = 'held' AND a."leaseExpiresAt" > ${utcNow}
      AND (${projectId}::text IS NULL OR t."projectId" = ${projectId})`;
}
