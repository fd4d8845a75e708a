import { createHash } from "node:crypto";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import type { DatasetVersion } from "../generated/prisma/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { countSplits } from "./split-counts.ts";

/**
 * Freezes the project's current annotations with the side of each prompt. Superseded ones are left out; extra ones and
 * imported ones are in. What is frozen never changes, because annotations are never overwritten. Where the newest
 * version holds exactly the same, that one is returned.
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
  await database.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
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
    },
  });
  // The insert fixes the selection; hash and counts are taken from what it inserted.
  await database.$executeRaw`
    INSERT INTO "DatasetAnnotation" ("datasetVersionId", "annotationId", split)
    SELECT ${version.id}, a.id, p.split
    FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
    WHERE a."projectId" = ${projectId} AND a."supersededAt" IS NULL`;
  const hash = await hashOf(version.id, database);
  if (newest?.hash === hash) {
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
 * SHA-256 over one JSON line an annotation, by id: [id, side, content hash of the prompt, ranking]. Completions are named
 * by id, because their text never changes.
 */
async function hashOf(datasetVersionId: string, database: Database): Promise<string> {
  const hash = createHash("sha256");
  let last = "";
  for (;;) {
    const rows = await database.$queryRaw<{ id: string; split: Split; prompt: string; ranking: unknown }[]>`
      SELECT a.id, d.split, p."contentHash" AS prompt, a.ranking
      FROM "DatasetAnnotation" d JOIN "Annotation" a ON a.id = d."annotationId"
        JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
      WHERE d."datasetVersionId" = ${datasetVersionId} AND d."annotationId" > ${last}
      ORDER BY d."annotationId" LIMIT ${rowsAtOnce}`;
    for (const { id, split, prompt, ranking } of rows) hash.update(`${JSON.stringify([id, split, prompt, ranking])}\n`);
    if (rows.length < rowsAtOnce) return hash.digest("hex");
    last = rows.at(-1)!.id;
  }
}
