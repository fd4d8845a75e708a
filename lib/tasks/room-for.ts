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

/** Open tasks of the kinds that the project asks for: read once a statement, whatever the number of tasks. */
const isOpen = (projectId: string) => Prisma.sql`
  t."projectId" = ${projectId} AND t.status = 'open' AND t.kind = ANY((
    SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(settings->'kinds', '["rank"]')))::"TaskKind"[]
    FROM "Project" WHERE id = ${projectId})::"TaskKind"[])`;

/** Annotations and live leases of others leave room in the task's overlap. */
const hasRoomBeside = (userId: string) => Prisma.sql`
  t."annotationCount" + ${liveLeasesOfOthers(userId)} < t.overlap`;

/** A task that the person holds and may go on with. */
export const isStillOpenTo = (projectId: string, userId: string) => Prisma.sql`
  ${isOpen(projectId)} AND ${hasRoomBeside(userId)}`;

/**
 * A task that the person never had and may have now. Whoever works ahead of the others in a project with overlap passes
 * many tasks of their own: CASE has those cost one look at an index instead of three, and a count, unlike EXISTS, is
 * never turned into a hash of everything the person ever had.
 */
export const isFreeTo = (projectId: string, userId: string) => Prisma.sql`
  ${isOpen(projectId)} AND CASE
    WHEN (SELECT count(*) FROM "Assignment" own WHERE own."taskId" = t.id AND own."userId" = ${userId}) > 0 THEN false
    ELSE ${hasRoomBeside(userId)} AND ${unchanged} END`;
