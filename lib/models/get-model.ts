import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type ModelLine, modelLineFields, toModelLine } from "./list-models.ts";
import { type VersionConfig, versionConfigSchema } from "./version-config.ts";

export interface ModelView extends ModelLine {
  config: VersionConfig;
  /** From its parent down to the base. */
  ancestors: { id: string; kind: ModelLine["kind"]; name: string }[];
  children: { id: string; kind: ModelLine["kind"]; name: string; state: ModelLine["state"] }[];
  /** What people said about its completions: rankings they were part of, and how many of these found none acceptable. */
  judged: { annotations: number; noneAcceptable: number };
}

/** One version, of the project or a base that all share. Throws NOT_FOUND. */
export async function getModel({
  projectId,
  modelVersionId,
  database = db(),
}: {
  projectId: string;
  modelVersionId: string;
  database?: Database;
}): Promise<ModelView> {
  const row = await database.modelVersion.findFirst({
    where: { id: modelVersionId, OR: [{ projectId }, { projectId: null }] },
    ...modelLineFields,
  });
  if (!row) throw new AppError("NOT_FOUND", "There is no such model version.");
  const [ancestors, children, judged] = await Promise.all([
    database.$queryRaw<ModelView["ancestors"]>`
      WITH RECURSIVE line AS (
        SELECT id, kind, name, "parentId", 1 AS depth FROM "ModelVersion" WHERE id = ${row.parentId}
        UNION ALL
        SELECT m.id, m.kind, m.name, m."parentId", depth + 1 FROM "ModelVersion" m JOIN line ON m.id = line."parentId"
      ) SELECT id, kind::text AS kind, name FROM line ORDER BY depth`,
    database.modelVersion.findMany({
      where: { parentId: row.id, projectId },
      select: { id: true, kind: true, name: true, state: true },
      orderBy: { createdAt: "asc" },
    }),
    database.$queryRaw<ModelView["judged"][]>`
      SELECT count(*)::int AS annotations, count(*) FILTER (WHERE a."noneAcceptable")::int AS "noneAcceptable"
      FROM "Annotation" a
      WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND EXISTS (
        SELECT FROM "TaskCompletion" k JOIN "Completion" c ON c.id = k."completionId"
        WHERE k."taskId" = a."taskId" AND c."modelVersionId" = ${row.id})`,
  ]);
  return {
    ...toModelLine(row),
    config: versionConfigSchema.parse(row.config),
    ancestors,
    children,
    judged: judged[0]!,
  };
}
