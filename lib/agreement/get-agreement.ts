import { type Database, db } from "../db/client.ts";
import { clusteredShare, type Share } from "./share.ts";

export interface Agreement {
  /** Tasks judged by two people or more. */
  tasks: number;
  /** Of pairs that both people decided, how often they decided alike. InstructGPT's labellers reached 0.726. */
  decided: Share;
  /** The same with ties: a tie agrees only with a tie. */
  withTies: Share;
  /** Share of all current comparisons that are ties. */
  tieShare: Share;
  annotators: {
    pseudonym: string;
    annotations: number;
    meanActiveSeconds: number | null;
    noneAcceptableShare: number;
  }[];
  /** For each model version or source: how often people found none of its answers acceptable. */
  noneAcceptable: { model: string; annotations: number; share: number }[];
}

/** How far people agree in a project, how long they take and what they find acceptable. Superseded annotations are out. */
export async function getAgreement({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<Agreement> {
  const [byTask, ties, annotators, noneAcceptable] = await Promise.all([
    agreementByTask(projectId, database),
    database.$queryRaw<{ ties: number; total: number }[]>`
      SELECT (count(*) FILTER (WHERE c.tie))::int AS ties, count(*)::int AS total
      FROM "Comparison" c JOIN "Annotation" a ON a.id = c."annotationId"
      WHERE c."projectId" = ${projectId} AND a."supersededAt" IS NULL GROUP BY a."taskId"`,
    database.$queryRaw<Agreement["annotators"]>`
      SELECT u.pseudonym, count(*)::int AS annotations, avg(a."activeSeconds") AS "meanActiveSeconds",
        avg(a."noneAcceptable"::int)::float8 AS "noneAcceptableShare"
      FROM "Annotation" a JOIN "User" u ON u.id = a."userId"
      WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND a.source = 'annotator'
      GROUP BY u.id ORDER BY count(*) DESC, u.pseudonym`,
    database.$queryRaw<Agreement["noneAcceptable"]>`
      SELECT written.model, count(*)::int AS annotations, avg(written."noneAcceptable"::int)::float8 AS share
      FROM (
        SELECT DISTINCT a.id, a."noneAcceptable", coalesce(m.name, c."sourceName", 'unknown source') AS model
        FROM "Annotation" a JOIN "TaskCompletion" k ON k."taskId" = a."taskId"
          JOIN "Completion" c ON c.id = k."completionId" LEFT JOIN "ModelVersion" m ON m.id = c."modelVersionId"
        WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND a.source = 'annotator'
      ) AS written
      GROUP BY written.model ORDER BY written.model`,
  ]);
  return {
    tasks: byTask.length,
    decided: clusteredShare(byTask.map(({ decidedAlike, decided }) => [decidedAlike, decided])),
    withTies: clusteredShare(byTask.map(({ alike, pairs }) => [alike, pairs])),
    tieShare: clusteredShare(ties.map((task) => [task.ties, task.total])),
    annotators,
    noneAcceptable,
  };
}

interface TaskAgreement {
  decidedAlike: number;
  decided: number;
  alike: number;
  pairs: number;
}

/** Every pair of people on a task, every pair of completions: the two relations side by side. */
async function agreementByTask(projectId: string, database: Database): Promise<TaskAgreement[]> {
  return await database.$queryRaw`
    WITH judged AS (
      SELECT a."taskId", a.id, least(c."betterId", c."worseId") AS first, greatest(c."betterId", c."worseId") AS second,
        CASE WHEN c.tie THEN 0 WHEN c."betterId" < c."worseId" THEN 1 ELSE -1 END AS relation
      FROM "Annotation" a JOIN "Comparison" c ON c."annotationId" = a.id
      WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND a."taskId" IN (
        SELECT "taskId" FROM "Annotation" WHERE "projectId" = ${projectId} AND "supersededAt" IS NULL
        GROUP BY "taskId" HAVING count(*) > 1)
    )
    SELECT (count(*) FILTER (WHERE x.relation = y.relation AND x.relation <> 0))::int AS "decidedAlike",
      (count(*) FILTER (WHERE x.relation <> 0 AND y.relation <> 0))::int AS decided,
      (count(*) FILTER (WHERE x.relation = y.relation))::int AS alike, count(*)::int AS pairs
    FROM judged x JOIN judged y
      ON y."taskId" = x."taskId" AND y.first = x.first AND y.second = x.second AND x.id < y.id
    GROUP BY x."taskId"`;
}
