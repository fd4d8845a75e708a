import { randomUUID } from "node:crypto";
import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { sha256 } from "./fingerprint.ts";
import type { LineTask } from "./line-task.ts";

/**
 * Fills in the tasks' completion ids. A prompt's completion with the same text and source is taken again, so that
 * rankings of overlapping answers meet; equal ones within a line stay apart. Returns how many were new.
 */
export async function storeCompletions(projectId: string, tasks: LineTask[], database: Database): Promise<number> {
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

/** Puts each task's completions into it, in the order of its line. The tasks are stored already. */
export async function storeTaskCompletions(tasks: readonly LineTask[], database: Database): Promise<void> {
  const shown = tasks.flatMap(({ id, completionIds }) =>
    completionIds.map((completionId, position) => ({ taskId: id, completionId, position })),
  );
  await insertRows("TaskCompletion", shown, database);
}
