import { utcNow } from "../db/utc-now.ts";
import { Prisma } from "../generated/prisma/client.ts";

// Conditions on the row `t` of "Task" that claiming and keeping a task share.

/** Live leases of others on task `t`, as this statement's snapshot has them. */
const liveLeasesOfOthers = (userId: string) => Prisma.sql`(
  SELECT count(*) FROM "Assignment" other
  WHERE other."taskId" = t.id AND other.status = 'held' AND other."leaseExpiresAt" > ${utcNow} AND other."userId" <> ${userId})`;

/**
 * Nobody claimed between this statement's snapshot and its lock on the row. A locked row is read anew, all else is seen
 * as it was: an equal counter proves that the leases counted above are still the truth.
 */
export const unchanged = Prisma.sql`t.claims = (SELECT seen.claims FROM "Task" seen WHERE seen.id = t.id)`;

/** Open tasks of kinds that the ranking page shows and that have room for this person. */
export const hasRoom = (projectId: string, userId: string) => Prisma.sql`
  t."projectId" = ${projectId} AND t.status = 'open' AND t.kind = 'rank'
  AND t."annotationCount" + ${liveLeasesOfOthers(userId)} < t.overlap`;

export const neverTheirs = (userId: string) => Prisma.sql`
  NOT EXISTS (SELECT FROM "Assignment" own WHERE own."taskId" = t.id AND own."userId" = ${userId})`;
