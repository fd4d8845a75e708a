import { z } from "zod";
import type { Database } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";

const sideCounts = z.object({
  prompts: z.number(),
  annotations: z.number(),
  comparisons: z.number(),
  /** Written answers; versions frozen before these were counted have none. */
  demonstrations: z.number().default(0),
});

/** How much of a dataset version is on each side; the shape of DatasetVersion.splitCounts. */
export const splitCountsSchema = z.object({ train: sideCounts, validation: sideCounts, gold: sideCounts });

export type SplitCounts = z.infer<typeof splitCountsSchema>;

/** Counts a frozen selection by side. */
export async function countSplits(datasetVersionId: string, database: Database): Promise<SplitCounts> {
  const rows = await database.$queryRaw<(SplitCounts[Split] & { split: Split })[]>`
    SELECT d.split, count(DISTINCT t."promptId")::int AS prompts, count(*)::int AS annotations,
      coalesce(sum((SELECT count(*) FROM "Comparison" c WHERE c."annotationId" = d."annotationId")), 0)::int AS comparisons,
      count(w.id)::int AS demonstrations
    FROM "DatasetAnnotation" d JOIN "Annotation" a ON a.id = d."annotationId" JOIN "Task" t ON t.id = a."taskId"
      LEFT JOIN "Demonstration" w ON w."annotationId" = a.id
    WHERE d."datasetVersionId" = ${datasetVersionId} AND d.weight > 0
    GROUP BY d.split`;
  const none = { prompts: 0, annotations: 0, comparisons: 0, demonstrations: 0 };
  const counted = Object.fromEntries(rows.map(({ split, ...counts }) => [split, counts]));
  return { train: none, validation: none, gold: none, ...counted };
}
