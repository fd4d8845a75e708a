import { type Database, db } from "../db/client.ts";
import { utcNow } from "../db/utc-now.ts";
import { AppError } from "../errors.ts";
import { projectSettings } from "../projects/settings.ts";
import { isStillOpenTo, unchanged } from "./room-for.ts";

const attempts = 10;

/**
 * Keeps a task for a person who is at work on it. Throws CONFLICT where the lease ran out and others took the task, or
 * it is closed; what they have can still be submitted.
 */
export async function extendLease({
  projectId,
  taskId,
  userId,
  database = db(),
}: {
  projectId: string;
  taskId: string;
  userId: string;
  database?: Database;
}): Promise<{ leaseExpiresAt: Date }> {
  const defaultLeaseMinutes = projectSettings.parse({}).leaseMinutes;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const rows = await database.$queryRaw<{ leaseExpiresAt: Date | null }[]>`
      WITH held AS MATERIALIZED (
        SELECT t.id, t."projectId", a.id AS "assignmentId", ${unchanged} AS unchanged
        FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a."taskId" = ${taskId} AND a.status = 'held' AND ${isStillOpenTo(projectId, userId)}
        FOR NO KEY UPDATE OF t
      ),
      counted AS (
        UPDATE "Task" t SET claims = t.claims + 1 FROM held WHERE t.id = held.id AND held.unchanged RETURNING t.id
      ),
      extended AS (
        UPDATE "Assignment" a
        SET "leaseExpiresAt" = ${utcNow} + make_interval(secs => 60 * coalesce((project.settings->>'leaseMinutes')::float8, ${defaultLeaseMinutes}::float8))
        FROM held JOIN counted ON counted.id = held.id JOIN "Project" project ON project.id = held."projectId"
        WHERE a.id = held."assignmentId"
        RETURNING a."leaseExpiresAt"
      )
      SELECT extended."leaseExpiresAt" FROM held LEFT JOIN extended ON true`;
    const [row] = rows;
    if (!row) throw new AppError("CONFLICT", "This task is no longer yours: it was closed, or others took it over.");
    if (row.leaseExpiresAt) return { leaseExpiresAt: row.leaseExpiresAt };
  }
  throw new AppError("UNAVAILABLE", "The task is very busy. Try again.");
}
