import { type Database, db } from "../db/client.ts";

/** For each model version or source: how often people found none of its answers acceptable. Superseded ones are out. */
export async function noneAcceptableByModel({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<{ model: string; annotations: number; share: number }[]> {
  return await database.$queryRaw`
    SELECT written.model, count(*)::int AS annotations, avg(written."noneAcceptable"::int)::float8 AS share
    FROM (
      SELECT DISTINCT a.id, a."noneAcceptable", coalesce(m.name, c."sourceName", 'unknown source') AS model
      FROM "Annotation" a JOIN "TaskCompletion" k ON k."taskId" = a."taskId"
        JOIN "Completion" c ON c.id = k."completionId" LEFT JOIN "ModelVersion" m ON m.id = c."modelVersionId"
      WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND a.source = 'annotator'
        AND NOT EXISTS (SELECT FROM "Exclusion" e
          WHERE e."projectId" = a."projectId" AND e."userId" = a."userId" AND e."endedAt" IS NULL)
    ) AS written
    GROUP BY written.model ORDER BY written.model`;
}
