import { randomUUID } from "node:crypto";
import { normaliseComparisons } from "../annotations/normalise-comparisons.ts";
import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import { newId } from "../db/new-id.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { ruleToProbe } from "../tasks/rule-to-probe.ts";
import { findImportedTasks } from "./find-imported-tasks.ts";
import { sha256 } from "./fingerprint.ts";
import type { ImportedLine } from "./import-line.ts";
import { type LineTask, storeCompletions } from "./store-completions.ts";

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
}: {
  projectId: string;
  actorId: string;
  lines: ImportedLine[];
  /** Of each line. */
  promptIds: string[];
  settings: ProjectSettings;
  database: Database;
}): Promise<{ completions: number; tasks: number; rankings: number; duplicates: number }> {
  const given = lines.flatMap((line, position) =>
    line.completions.length === 0 && line.kind === null ? [] : [toTask(line, promptIds[position]!)],
  );
  const known = await findImportedTasks(
    projectId,
    given.map(({ contentHash }) => contentHash),
    database,
  );
  const fresh = given.filter(({ contentHash }) => !known.has(contentHash) && known.add(contentHash));
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
  const shown = fresh.flatMap(({ id, completionIds }) =>
    completionIds.map((completionId, position) => ({ taskId: id, completionId, position })),
  );
  await insertRows("TaskCompletion", shown, database);
  for (const chunk of inChunks(ranked)) await storeRankings(projectId, actorId, chunk, database);
  return {
    completions,
    tasks: fresh.length - ranked.length,
    rankings: ranked.length,
    duplicates: given.length - fresh.length,
  };
}

/** The line's own kind, else the project's, as far as the number of completions fits it. */
export function kindOfLine(
  { kind, completions }: Pick<ImportedLine, "kind" | "completions">,
  { judgeBy }: ProjectSettings,
): TaskKind {
  if (kind) return kind;
  return judgeBy === "compare" && completions.length !== 2 ? "rank" : judgeBy;
}

function toTask(line: ImportedLine, promptId: string): LineTask {
  const { completions, ranking, kind } = line;
  const content = [promptId, completions.map(({ text, model }) => [text, model]), ranking, ...(kind ? [kind] : [])];
  const contentHash = sha256(JSON.stringify(content));
  return { id: randomUUID(), contentHash, promptId, line, completionIds: [] };
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
