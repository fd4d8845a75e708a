import { type Database, db } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

/** Everything that people said about the answers to one prompt. */
export interface DatasetGroup {
  promptId: string;
  split: Split;
  messages: Message[];
  /** `finished` is false where a model was cut off. */
  completions: { id: string; text: string; modelVersionId: string | null; finished: boolean }[];
  /** `better` and `worse` are ids of the completions above; for a tie their order means nothing. */
  comparisons: {
    better: string;
    worse: string;
    tie: boolean;
    strength: number;
    /** How much it counts: above 0, 1 unless the version weights by reliability. */
    weight: number;
    annotationId: string;
  }[];
}

const promptsAtOnce = 100;

/**
 * A frozen dataset version, prompt by prompt in the order of their ids, the same at every reading. A prompt is on the
 * side that was frozen with it. Holds no more than 100 prompts in memory.
 */
export async function* readDataset({
  datasetVersionId,
  split,
  database = db(),
}: {
  datasetVersionId: string;
  /** Only this side. */
  split?: Split;
  database?: Database;
}): AsyncGenerator<DatasetGroup> {
  const prompts = await database.$queryRaw<{ id: string; split: Split }[]>`
    SELECT DISTINCT t."promptId" AS id, d.split
    FROM "DatasetAnnotation" d JOIN "Annotation" a ON a.id = d."annotationId" JOIN "Task" t ON t.id = a."taskId"
    WHERE d."datasetVersionId" = ${datasetVersionId} AND d.weight > 0 AND (${split ?? null}::text IS NULL OR d.split::text = ${split ?? null})
    ORDER BY t."promptId"`;
  for (const chunk of inChunks(prompts, promptsAtOnce)) yield* await readGroups(datasetVersionId, chunk, database);
}

async function readGroups(
  datasetVersionId: string,
  prompts: { id: string; split: Split }[],
  database: Database,
): Promise<DatasetGroup[]> {
  const ids = prompts.map(({ id }) => id);
  const [rows, comparisons] = await Promise.all([
    database.prompt.findMany({ where: { id: { in: ids } }, select: { id: true, messages: true } }),
    database.$queryRaw<(DatasetGroup["comparisons"][number] & { promptId: string })[]>`
      SELECT c."promptId", c."betterId" AS better, c."worseId" AS worse, c.tie, c.strength, d.weight, c."annotationId"
      FROM "Comparison" c JOIN "DatasetAnnotation" d
        ON d."annotationId" = c."annotationId" AND d."datasetVersionId" = ${datasetVersionId} AND d.weight > 0
      WHERE c."promptId" = ANY(${ids})
      ORDER BY c."annotationId", c.id`,
  ]);
  const completionIds = [...new Set(comparisons.flatMap(({ better, worse }) => [better, worse]))];
  const completions = await database.completion.findMany({
    where: { id: { in: completionIds } },
    orderBy: { id: "asc" },
    select: { id: true, promptId: true, text: true, modelVersionId: true, finishReason: true },
  });
  const messages = new Map(rows.map((row) => [row.id, row.messages]));
  return prompts.map(({ id, split }) => ({
    promptId: id,
    split,
    messages: messagesSchema.parse(messages.get(id)),
    completions: completions
      .filter(({ promptId }) => promptId === id)
      .map(({ promptId: _prompt, finishReason, ...rest }) => ({ ...rest, finished: finishReason !== "length" })),
    comparisons: comparisons.filter(({ promptId }) => promptId === id).map(({ promptId: _prompt, ...rest }) => rest),
  }));
}
