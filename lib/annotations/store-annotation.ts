import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { prepared } from "../db/prepared.ts";
import { utcNow } from "../db/utc-now.ts";
import { notification } from "../events/notify.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isCheck } from "../tasks/room-for.ts";
import type { Outcome } from "./kinds/kind.ts";
import type { Submission } from "./submission.ts";

/**
 * Writes an annotation with its comparisons, counts it for the task, ends the assignment and tells the listeners: one
 * statement, all or nothing. A first annotation counts while the task's overlap has room and is `extra` beyond it; of a
 * check it is neither. A revision (`revisionOfId`) takes the place of what it supersedes and counts as that did.
 * Null where that one has been superseded by another. Fails on a unique index where the idempotency key was used, or
 * where the person has a current annotation of the task.
 */
export async function storeAnnotation({
  submission,
  outcome,
  taskId,
  userId,
  projectId,
  assignmentId,
  revisionOfId,
  database,
}: {
  submission: Submission;
  /** What it comes to by its kind. */
  outcome: Outcome;
  taskId: string;
  userId: string;
  projectId: string;
  assignmentId: string;
  revisionOfId: string | null;
  database: Database;
}): Promise<{ id: string; extra: boolean } | null> {
  const { pairs, judgement } = outcome;
  // The task's row is locked before the assignment's, as a claim does it: the other way round the two could deadlock.
  const statement = Prisma.sql`
    WITH superseded AS (
      UPDATE "Annotation" SET "supersededAt" = ${utcNow}
      WHERE id = ${revisionOfId} AND "supersededAt" IS NULL
      RETURNING id, extra
    ),
    counted AS (
      UPDATE "Task" SET
        "annotationCount" = "annotationCount" + 1,
        status = CASE WHEN "annotationCount" + 1 = overlap THEN 'done' ELSE status END
      WHERE id = ${taskId} AND status = 'open' AND "annotationCount" < overlap AND ${revisionOfId}::text IS NULL
      RETURNING id
    ),
    ended AS (
      UPDATE "Assignment" SET status = 'submitted', draft = NULL, "endedAt" = ${utcNow}
      WHERE id = ${assignmentId} AND (SELECT count(*) FROM counted) >= 0
      RETURNING "shownOrder"
    ),
    stored AS (
      INSERT INTO "Annotation" (id, "projectId", "taskId", "userId", "assignmentId", ranking, "noneAcceptable",
        judgement, flags, comment, "shownOrder", extra, "activeSeconds", "idempotencyKey", "revisionOfId", "createdAt")
      SELECT ${newId()}, t."projectId", t.id, ${userId}, ${assignmentId}, ${JSON.stringify(outcome.ranking)}::jsonb,
        ${outcome.noneAcceptable}, ${judgement && JSON.stringify(judgement)}::jsonb,
        ${JSON.stringify(submission.flags)}::jsonb, ${submission.comment},
        coalesce((SELECT "shownOrder" FROM ended), '{}'),
        coalesce((SELECT extra FROM superseded), NOT ${isCheck} AND NOT EXISTS (SELECT FROM counted)),
        ${submission.activeSeconds}, ${submission.idempotencyKey}, ${revisionOfId}, ${utcNow}
      FROM "Task" t
      WHERE t.id = ${taskId} AND (${revisionOfId}::text IS NULL OR EXISTS (SELECT FROM superseded))
      RETURNING id, extra
    ),
    compared AS (
      INSERT INTO "Comparison" (id, "projectId", "promptId", "annotationId", "betterId", "worseId", tie, strength, "createdAt")
      SELECT pair.id, ${projectId}, (SELECT "promptId" FROM "Task" WHERE id = ${taskId}), stored.id, pair.better,
        pair.worse, pair.tie, pair.strength, ${utcNow}
      FROM stored, unnest(${pairs.map(() => newId())}::text[], ${pairs.map(({ better }) => better)}::text[],
        ${pairs.map(({ worse }) => worse)}::text[], ${pairs.map(({ tie }) => tie)}::boolean[],
        ${pairs.map(({ strength }) => strength)}::float8[]) AS pair(id, better, worse, tie, strength)
    )
    SELECT id, extra, ${notification({ type: "task", projectId, id: taskId })}::text AS told FROM stored`;
  const [stored] = await prepared<{ id: string; extra: boolean }>(statement, database);
  return stored ? { id: stored.id, extra: stored.extra } : null;
}
