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
  t."projectId" = ${projectId} AND t.status = 'open' AND NOT t."leftOut" AND t.kind = ANY((
    SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(settings->'kinds', '["rank"]')))::"TaskKind"[]
    FROM "Project" WHERE id = ${projectId})::"TaskKind"[])`;

/** Annotations and live leases of others leave room in the task's overlap. */
const hasRoomBeside = (userId: string) => Prisma.sql`
  t."annotationCount" + ${liveLeasesOfOthers(userId)} < t.overlap`;

/** Looks like work and is none: see lib/quality/plant-check.ts. */
export const isCheck = Prisma.sql`t.purpose IN ('gold', 'repeat')`;

/** A task that the person holds and may go on with. A check is theirs alone: others take no room in it. */
export const isStillOpenTo = (projectId: string, userId: string) => Prisma.sql`
  CASE WHEN ${isCheck} THEN t."projectId" = ${projectId} ELSE ${isOpen(projectId)} AND ${hasRoomBeside(userId)} END`;

/** The project's tags that ask for a skill which the person lacks there; read once a statement. */
const missingSkills = (projectId: string, userId: string) => Prisma.sql`(
  SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(settings->'skillTags', '[]'))
    EXCEPT SELECT unnest(skills) FROM "Membership" WHERE "projectId" = ${projectId} AND "userId" = ${userId})
  FROM "Project" WHERE id = ${projectId})`;

/** The task's prompt asks for no skill that the person lacks. Prompts are looked at only where some are missing at all. */
const hasSkillsFor = (projectId: string, userId: string) => Prisma.sql`
  CASE WHEN cardinality(${missingSkills(projectId, userId)}) = 0 THEN true
    ELSE NOT (SELECT prompt.tags && ${missingSkills(projectId, userId)} FROM "Prompt" prompt WHERE prompt.id = t."promptId")
  END`;

/** Tasks that a person got in a project in the last 24 hours and did not skip. */
const tasksOfDay = (projectId: string, userId: string) => Prisma.sql`(
  SELECT count(*)::int FROM "Assignment" recent JOIN "Task" given ON given.id = recent."taskId"
  WHERE recent."userId" = ${userId} AND recent.status <> 'skipped' AND given."projectId" = ${projectId}
    AND recent."createdAt" > ${utcNow} - interval '24 hours')`;

/** What the project gives a person in 24 hours is not used up. Nothing is counted where there is no such limit. */
export const hasDayLeft = (projectId: string, userId: string) => Prisma.sql`
  (SELECT CASE WHEN coalesce(settings->>'tasksPerDay', '') = '' THEN true
     ELSE ${tasksOfDay(projectId, userId)} < (settings->>'tasksPerDay')::int END
   FROM "Project" WHERE id = ${projectId})`;

/** When it is no longer used up: the newest tasks of the day fill it until the oldest of those is a day old. Null while some is left. */
export const dayFullUntil = (projectId: string, userId: string) => Prisma.sql`
  (SELECT recent."createdAt" + interval '24 hours'
   FROM "Assignment" recent JOIN "Task" given ON given.id = recent."taskId" JOIN "Project" project ON project.id = given."projectId"
   WHERE recent."userId" = ${userId} AND recent.status <> 'skipped' AND given."projectId" = ${projectId}
     AND recent."createdAt" > ${utcNow} - interval '24 hours' AND coalesce(settings->>'tasksPerDay', '') <> ''
   ORDER BY recent."createdAt" DESC
   OFFSET (SELECT (settings->>'tasksPerDay')::int - 1 FROM "Project" WHERE id = ${projectId}) LIMIT 1)`;

/**
 * A task that the person never had and may have now. Whoever works ahead of the others in a project with overlap passes
 * many tasks of their own: CASE has those cost one look at an index instead of three, and a count, unlike EXISTS, is
 * never turned into a hash of everything the person ever had.
 */
export const isFreeTo = (projectId: string, userId: string) => Prisma.sql`
  ${isOpen(projectId)} AND ${hasDayLeft(projectId, userId)} AND CASE
    WHEN (SELECT count(*) FROM "Assignment" own WHERE own."taskId" = t.id AND own."userId" = ${userId}) > 0 THEN false
    WHEN NOT ${hasSkillsFor(projectId, userId)} THEN false
    ELSE ${hasRoomBeside(userId)} AND ${unchanged} END`;
