import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import type { DatasetVersion } from "../generated/prisma/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";
import { isCounting } from "../quality/counting.ts";
import { datasetOptions } from "./options.ts";
import { countSplits } from "./split-counts.ts";
import { weighAnnotations } from "./weigh-annotations.ts";

/**
 * Freezes the project's current annotations with the side of each prompt. Superseded ones are left out, checks, and the
 * work of people who are excluded; extra ones and imported ones are in. By the project's `dataset` settings they are
 * weighted (lib/datasets/weigh-annotations.ts): a weight of 0 is on record, and read by nobody. What is frozen never
 * changes, because annotations are never overwritten. Where the newest version holds exactly the same by the same options,
 * that one is returned.
 */
export async function freezeDataset({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<DatasetVersion> {
  return await inTransaction(database, (transaction) => freeze(projectId, transaction), {
    timeoutMilliseconds: 5 * 60_000,
  });
}

async function freeze(projectId: string, database: Database): Promise<DatasetVersion> {
  // One at a time, so that numbers are in order and equal ones are found.
  const [project] = await database.$queryRaw<{ settings: unknown }[]>`
    SELECT settings FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
  const options = projectSettings.parse(project!.settings).dataset;
  const newest = await database.datasetVersion.findFirst({ where: { projectId }, orderBy: { number: "desc" } });
  const version = await database.datasetVersion.create({
    data: {
      id: newId(),
      projectId,
      number: (newest?.number ?? 0) + 1,
      hash: "",
      annotationCount: 0,
      comparisonCount: 0,
      splitCounts: {},
      options,
    },
  });
  // The insert fixes the selection; hash and counts are taken from what it inserted.
  await database.$executeRaw`
    INSERT INTO "DatasetAnnotation" ("datasetVersionId", "annotationId", split)
    SELECT ${version.id}, a.id, p.split
    FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
    WHERE ${isCounting(projectId)}`;
  await weighAnnotations({ datasetVersionId: version.id, projectId, options, database });
  const hash = await hashOf(version.id, database);
  if (newest?.hash === hash && isDeepStrictEqual(datasetOptions.parse(newest.options), options)) {
    await database.datasetVersion.delete({ where: { id: version.id } });
    return newest;
  }
  const splitCounts = await countSplits(version.id, database);
  const sides = Object.values(splitCounts);
  return await database.datasetVersion.update({
    where: { id: version.id },
    data: {
      hash,
      splitCounts,
      annotationCount: sides.reduce((sum, { annotations }) => sum + annotations, 0),
      comparisonCount: sides.reduce((sum, { comparisons }) => sum + comparisons, 0),
    },
  });
}

const rowsAtOnce = 2000;

/**
 * SHA-256 over one JSON line an annotation, by id: [id, side, content hash of the prompt, ranking, weight if not 1].
 * Completions are named by id, because their text never changes.
 */
async function hashOf(datasetVersionId: string, database: Database): Promise<string> {
  const hash = createHash("sha256");
  let last = "";
  for (;;) {
    const rows = await database.$queryRaw<
      { id: string; split: Split; prompt: string; ranking: unknown; weight: number }[]
    >`
      SELECT a.id, d.split, p."contentHash" AS prompt, a.ranking, d.weight
      FROM "DatasetAnnotation" d JOIN "Annotation" a ON a.id = d."annotationId"
        JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
      WHERE d."datasetVersionId" = ${datasetVersionId} AND d."annotationId" > ${last} AND d.weight > 0
      ORDER BY d."annotationId" LIMIT ${rowsAtOnce}`;
    for (const { id, split, prompt, ranking, weight } of rows) {
      const line = [id, split, prompt, ranking, ...(weight === 1 ? [] : [weight])];
      hash.update(`${JSON.stringify(line)}\n`);
    }
    if (rows.length < rowsAtOnce) return hash.digest("hex");
    last = rows.at(-1)!.id;
  }
}
