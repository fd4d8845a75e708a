import { setTimeout as pause } from "node:timers/promises";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { prepared } from "../db/prepared.ts";
import { utcNow } from "../db/utc-now.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { projectSettings } from "../projects/settings.ts";
import { isCleared, isQualified } from "../quality/gate.ts";
import { checksPlanted, plantCheck } from "../quality/plant-check.ts";
import { qualify } from "../quality/qualify.ts";
import { isFreeTo, isStillOpenTo, unchanged } from "./room-for.ts";
import { shownOrder } from "./shown-order.ts";
import type { TaskView } from "./task-view.ts";

interface ClaimOptions {
  projectId: string;
  userId: string;
  /** Claim one more than the task in hand, to have it ready; two are held at most. */
  ahead?: boolean;
  database?: Database;
}

interface Claimed extends TaskView {
  /** It was not in hand before. */
  isNew: boolean;
  /** As the project has them set. */
  goldShare: number;
  repeatShare: number;
}

/** Two people who meet at the same last tasks; more often than this means that something else is wrong. */
const attempts = 25;

/**
 * The task a person works on next: the one they hold, its lease renewed, else the first free one by priority and age.
 * Null when there is nothing for them. A task is free while its annotations and live leases together are fewer than
 * its overlap; nobody gets one twice, unless it is still theirs. Nobody gets a new one beyond the project's tasks a day, or
 * one that asks for a skill they lack. Throws FORBIDDEN for somebody who may not work in the project: see qualify.
 */
export async function claimTask({ database = db(), ...options }: ClaimOptions): Promise<TaskView | null> {
  await checksPlanted(options.userId);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const claimed = await claimOnce({ ...options, database });
    if (claimed) {
      const { isNew, goldShare, repeatShare, ...task } = claimed;
      if (isNew && goldShare + repeatShare > 0) plantCheck({ ...options, goldShare, repeatShare, database });
      return task;
    }
    if (await isAnyLeft({ ...options, database })) await pause(Math.random() * 10 * (attempt + 1));
    else if (!(await qualify({ ...options, database }))) return null;
  }
  return null;
}

/**
 * One statement, so one transaction. No row means nothing free, or that somebody else was at the same row: the caller
 * looks again. It locks one task alone: what an OFFSET passes over would be locked too, and two people who hold the same
 * two tasks in different orders would wait for each other. `number` is unique per person, so that of two claims by one
 * person at once only one inserts.
 */
async function claimOnce({ projectId, userId, ahead = false, database }: ClaimOptions & { database: Database }) {
  const defaultLeaseMinutes = projectSettings.parse({}).leaseMinutes;
  const statement = Prisma.sql`
    WITH project AS MATERIALIZED (
      SELECT guidelines <> '' AS "guidelinesAvailable", coalesce(settings->'sensitiveTags', '[]') AS "sensitiveTags",
        ${utcNow} + make_interval(secs => 60 * coalesce((settings->>'leaseMinutes')::float8, ${defaultLeaseMinutes}::float8)) AS "leaseExpiresAt",
        coalesce((settings #>> '{quality,goldShare}')::float8, 0) AS "goldShare",
        coalesce((settings #>> '{quality,repeatShare}')::float8, 0) AS "repeatShare"
      FROM "Project" WHERE id = ${projectId} AND "archivedAt" IS NULL AND ${isCleared(projectId, userId)}
    ),
    held AS MATERIALIZED (
      SELECT t.id, a.id AS "assignmentId", ${unchanged} AS unchanged
      FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
      WHERE a.id = (
        SELECT a.id FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a.status = 'held' AND ${isStillOpenTo(projectId, userId)}
        ORDER BY a.number OFFSET ${ahead ? 1 : 0} LIMIT 1)
        AND a.status = 'held' AND ${isStillOpenTo(projectId, userId)}
      FOR NO KEY UPDATE OF t
    ),
    fresh AS MATERIALIZED (
      SELECT t.id FROM "Task" t
      WHERE NOT EXISTS (SELECT FROM held) AND EXISTS (SELECT FROM project) AND ${isQualified(projectId, userId)}
        AND ${isFreeTo(projectId, userId)}
      ORDER BY t.priority DESC, t."createdAt" LIMIT 1
      FOR NO KEY UPDATE OF t SKIP LOCKED
    ),
    counted AS (
      UPDATE "Task" t SET claims = t.claims + 1
      WHERE t.id IN (SELECT id FROM held WHERE unchanged UNION ALL SELECT id FROM fresh)
      RETURNING t.id
    ),
    renewed AS (
      UPDATE "Assignment" a SET "leaseExpiresAt" = project."leaseExpiresAt"
      FROM held, counted, project
      WHERE a.id = held."assignmentId" AND counted.id = a."taskId"
      RETURNING a.id, a."taskId", a."shownOrder", a."leaseExpiresAt", a.draft
    ),
    following AS MATERIALIZED (
      SELECT 1 + coalesce(max(number), 0) AS number FROM "Assignment" WHERE "userId" = ${userId}
    ),
    inserted AS (
      INSERT INTO "Assignment" (id, "taskId", "userId", number, status, "shownOrder", "leaseExpiresAt", "createdAt")
      SELECT ${newId()}, fresh.id, ${userId}, following.number, 'held',
        ${shownOrder({ taskId: Prisma.sql`fresh.id`, userId, number: Prisma.sql`following.number` })},
        project."leaseExpiresAt", ${utcNow}
      FROM fresh JOIN counted ON counted.id = fresh.id, project, following
      ON CONFLICT DO NOTHING
      RETURNING id, "taskId", "shownOrder", "leaseExpiresAt", draft
    ),
    assignment AS (SELECT * FROM renewed UNION ALL SELECT * FROM inserted)
    SELECT t.id, md5(assignment.id) AS "draftKey", t.kind, prompt.messages, assignment."leaseExpiresAt", assignment.draft,
      project."guidelinesAvailable", project."goldShare", project."repeatShare", EXISTS (SELECT FROM inserted) AS "isNew",
      t."probedRule", ARRAY(SELECT tag FROM unnest(prompt.tags) AS tag WHERE project."sensitiveTags" ? tag) AS "sensitiveTags",
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'text', c.text) ORDER BY shown.position), '[]')
       FROM unnest(assignment."shownOrder") WITH ORDINALITY AS shown(id, position) JOIN "Completion" c ON c.id = shown.id
      ) AS completions
    FROM assignment JOIN "Task" t ON t.id = assignment."taskId" JOIN "Prompt" prompt ON prompt.id = t."promptId", project`;
  const [claimed] = await prepared<Claimed>(statement, database);
  return claimed ?? null;
}

/** Whether a claim that came back empty should look again. */
async function isAnyLeft({ projectId, userId, ahead = false, database }: ClaimOptions & { database: Database }) {
  const statement = Prisma.sql`
    SELECT EXISTS (SELECT FROM "Project" WHERE id = ${projectId} AND "archivedAt" IS NULL) AND ${isCleared(projectId, userId)} AND (
      ${isQualified(projectId, userId)} AND EXISTS (SELECT FROM "Task" t WHERE ${isFreeTo(projectId, userId)})
      OR ${ahead ? 1 : 0} < (SELECT count(*) FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a.status = 'held' AND ${isStillOpenTo(projectId, userId)})) AS left`;
  const [found] = await prepared<{ left: boolean }>(statement, database);
  return found!.left;
}
