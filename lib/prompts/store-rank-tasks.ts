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

interface RankTask {
  id: string;
  contentHash: string;
  promptId: string;
  line: ImportedLine;
  completionIds: string[];
}

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
      const kind = kindOfLine(line, settings);
      return {
        id,
        projectId,
        promptId,
        contentHash,
        kind,
        status: line.ranking ? ("done" as const) : ("open" as const),
        overlap: line.ranking ? 1 : settings.overlap,
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
function kindOfLine({ kind, completions, ranking }: ImportedLine, { judgeBy }: ProjectSettings): TaskKind {
  if (ranking) return "rank";
  if (kind) return kind;
  return judgeBy === "compare" && completions.length !== 2 ? "rank" : judgeBy;
}

function toTask(line: ImportedLine, promptId: string): RankTask {
  const { completions, ranking, kind } = line;
  const content = [promptId, completions.map(({ text, model }) => [text, model]), ranking, ...(kind ? [kind] : [])];
  const contentHash = sha256(JSON.stringify(content));
  return { id: randomUUID(), contentHash, promptId, line, completionIds: [] };
}

/**
 * Fills in the tasks' completion ids. A prompt's completion with the same text and source is taken again, so that
 * rankings of overlapping answers meet; equal ones within a line stay apart. Returns how many were new.
 */
async function storeCompletions(projectId: string, tasks: RankTask[], database: Database): Promise<number> {
  const idByKey = new Map<string, string>();
  const keyOf = (promptId: string, source: string | null, text: string, occurrence: number) =>
    sha256(JSON.stringify([promptId, source, text, occurrence]));
  const counter = () => {
    const seen = new Map<string, number>();
    return (promptId: string, source: string | null, text: string) => {
      const first = keyOf(promptId, source, text, 0);
      const occurrence = seen.get(first) ?? 0;
      seen.set(first, occurrence + 1);
      return keyOf(promptId, source, text, occurrence);
    };
  };

  const nextStored = counter();
  for (const chunk of inChunks([...new Set(tasks.map(({ promptId }) => promptId))])) {
    const rows = await database.completion.findMany({
      where: { promptId: { in: chunk }, modelVersionId: null },
      orderBy: { id: "asc" },
      select: { id: true, promptId: true, sourceName: true, text: true },
    });
    for (const row of rows) idByKey.set(nextStored(row.promptId, row.sourceName, row.text), row.id);
  }

  const createdAt = new Date();
  const created: (Prisma.CompletionCreateManyInput & { id: string; createdAt: Date })[] = [];
  for (const task of tasks) {
    const nextInLine = counter();
    task.completionIds = task.line.completions.map(({ text, model }) => {
      const key = nextInLine(task.promptId, model, text);
      const known = idByKey.get(key);
      if (known) return known;
      // Random: ids in the order of the line would let an annotator who reads them tell the sources apart.
      const id = randomUUID();
      idByKey.set(key, id);
      created.push({ id, projectId, promptId: task.promptId, text, sourceName: model, createdAt });
      return id;
    });
  }
  await insertRows("Completion", created, database);
  return created.length;
}

async function storeRankings(projectId: string, actorId: string, tasks: RankTask[], database: Database): Promise<void> {
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
