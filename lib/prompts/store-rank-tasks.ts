import { normaliseComparisons } from "../annotations/normalise-comparisons.ts";
import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import { newId } from "../db/new-id.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { ruleToProbe } from "../tasks/rule-to-probe.ts";
import { findFreshTasks } from "./find-fresh-tasks.ts";
import type { ImportedLine } from "./import-line.ts";
import { kindOfLine, type LinesToStore, type LineTask, lineTask } from "./line-task.ts";
import { storeCompletions, storeTaskCompletions } from "./store-completions.ts";

/**
 * Stores the completions of imported lines with a task a line: done, with its ranking, where the line has ranks; open
 * for people where it has none. A line that is there already is counted and left. Part of the caller's transaction.
 */
export async function storeRankTasks({
  projectId,
  actorId,
  lines,
  promptIds,
  settings,
  database,
}: LinesToStore): Promise<{ completions: number; tasks: number; rankings: number; duplicates: number }> {
  const given = lines.flatMap((line, position) =>
    line.completions.length === 0 && line.kind === null ? [] : [toTask(line, promptIds[position]!)],
  );
  const fresh = await findFreshTasks(projectId, given, database);
  const completions = await storeCompletions(projectId, fresh, database);
  const ranked = fresh.filter(({ line }) => line.ranking !== null);

  const createdAt = new Date();
  await insertRows(
    "Task",
    fresh.map(({ id, contentHash, promptId, line }) => {
      const kind = line.ranking ? "rank" : kindOfLine(line, settings);
      return {
        id,
        projectId,
        promptId,
        contentHash,
        kind,
        status: line.ranking ? ("done" as const) : ("open" as const),
        overlap: line.ranking ? 1 : (line.overlap ?? settings.overlap),
        priority: line.priority,
        annotationCount: line.ranking ? 1 : 0,
        probedRule: (kind === "converse" ? ruleToProbe(id, settings) : null) as Prisma.InputJsonValue,
        createdAt,
      };
    }),
    database,
  );
  await storeTaskCompletions(fresh, database);
  for (const chunk of inChunks(ranked)) await storeRankings(projectId, actorId, chunk, database);
  return {
    completions,
    tasks: fresh.length - ranked.length,
    rankings: ranked.length,
    duplicates: given.length - fresh.length,
  };
}

function toTask(line: ImportedLine, promptId: string): LineTask {
  const { completions, ranking, kind } = line;
  const texts = completions.map(({ text, model }) => [text, model]);
  return lineTask(line, promptId, [texts, ranking, ...(kind ? [kind] : [])]);
}

async function storeRankings(projectId: string, actorId: string, tasks: LineTask[], database: Database): Promise<void> {
  const createdAt = new Date();
  const annotations = tasks.map(({ id, contentHash, line, completionIds }) => ({
    id: newId(),
    projectId,
    taskId: id,
    userId: actorId,
    source: "import" as const,
    ranking: line.ranking!.map((group) => group.map((position) => completionIds[position]!)),
    shownOrder: completionIds,
    idempotencyKey: `import ${projectId} ${contentHash}`,
    createdAt,
  }));
  await insertRows("Annotation", annotations, database);
  const comparisons = annotations.flatMap(({ id, ranking, shownOrder }, position) =>
    normaliseComparisons(ranking, unplaced(ranking, shownOrder)).map(({ better, worse, tie, strength }) => ({
      id: newId(),
      projectId,
      promptId: tasks[position]!.promptId,
      annotationId: id,
      betterId: better,
      worseId: worse,
      tie,
      strength,
      createdAt,
    })),
  );
  await insertRows("Comparison", comparisons, database);
}

function unplaced(ranking: string[][], completionIds: string[]): string[] {
  const placed = new Set(ranking.flat());
  return completionIds.filter((id) => !placed.has(id));
}
