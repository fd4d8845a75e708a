import { type Database, db } from "../db/client.ts";
import { projectSettings } from "../projects/settings.ts";
import { dayFullUntil, isFreeTo, isStillOpenTo } from "./room-for.ts";

export interface AnnotatorProgress {
  submitted: number;
  /** In the last 24 hours. */
  submittedLastDay: number;
  skipped: number;
  /** Median seconds of attention per submission; null before the first. */
  medianSeconds: number | null;
  /**
   * Tasks that this person holds or could still get; counted up to 1,000, and in full tens where the project has checks:
   * an exact count would not fall by a check and so give it away.
   */
  left: number;
  leftIsMore: boolean;
  /** When they may have the next task, where they had all that the project gives one person in 24 hours; else null. */
  dayFullUntil: Date | null;
}

const countedAtMost = 1000;

/** An annotator's own counts in a project. */
export async function getProgress({
  projectId,
  userId,
  database = db(),
}: {
  projectId: string;
  userId: string;
  database?: Database;
}): Promise<AnnotatorProgress> {
  const [own, skipped, found, day, project] = await Promise.all([
    database.$queryRaw<{ submitted: number; lastDay: number; medianSeconds: number | null }[]>`
      SELECT count(*)::int AS submitted,
        (count(*) FILTER (WHERE "createdAt" > timezone('UTC', now()) - interval '1 day'))::int AS "lastDay",
        percentile_cont(0.5) WITHIN GROUP (ORDER BY "activeSeconds") AS "medianSeconds"
      FROM "Annotation"
      WHERE "userId" = ${userId} AND "projectId" = ${projectId} AND "supersededAt" IS NULL AND source = 'annotator'
        AND NOT resolves`,
    database.assignment.count({ where: { userId, status: "skipped", task: { projectId } } }),
    database.$queryRaw<{ left: number }[]>`
      SELECT count(*)::int AS left FROM (
        SELECT FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
        WHERE a."userId" = ${userId} AND a.status = 'held' AND ${isStillOpenTo(projectId, userId)}
        UNION ALL
        (SELECT FROM "Task" t WHERE ${isFreeTo(projectId, userId)} LIMIT ${countedAtMost + 1})
      ) AS possible`,
    database.$queryRaw<{ until: Date | null }[]>`SELECT ${dayFullUntil(projectId, userId)} AS until`,
    database.project.findUniqueOrThrow({ where: { id: projectId }, select: { settings: true } }),
  ]);
  const { goldShare, repeatShare } = projectSettings.parse(project.settings).quality;
  const exact = Math.min(found[0]!.left, countedAtMost);
  const left = goldShare + repeatShare > 0 && exact > 10 ? 10 * Math.floor(exact / 10) : exact;
  const { submitted, lastDay, medianSeconds } = own[0]!;
  return {
    submitted,
    submittedLastDay: lastDay,
    skipped,
    medianSeconds,
    left,
    leftIsMore: found[0]!.left > left,
    dayFullUntil: day[0]!.until,
  };
}
