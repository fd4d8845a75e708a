import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import { badLines } from "./bad-lines.ts";
import { findFreshTasks } from "./find-fresh-tasks.ts";
import { kindOfLine, type LinesToStore, type LineTask, lineTask } from "./line-task.ts";
import { storeCompletions, storeTaskCompletions } from "./store-completions.ts";

/**
 * Stores imported lines as gold tasks, each with its ranking as the known answer. One that is there already, retired ones
 * too, is counted and left. Open tasks with the same answers are done then: somebody who met them both ways would notice.
 * Part of the caller's transaction. Throws INVALID_INPUT, as importLines, where a prompt has another gold task in use.
 */
export async function storeGoldTasks({
  projectId,
  actorId,
  lines,
  promptIds,
  settings,
  database,
}: LinesToStore): Promise<{ completions: number; gold: number; duplicates: number }> {
  const given = lines.map((line, position) => {
    const texts = line.completions.map(({ text, model }) => [text, model]);
    return lineTask(line, promptIds[position]!, ["gold", texts, line.ranking]);
  });
  const fresh = await findFreshTasks(projectId, given, database);
  await refuseSecondGold(fresh, database);
  const completions = await storeCompletions(projectId, fresh, database);

  const createdAt = new Date();
  await insertRows(
    "Task",
    fresh.map(({ id, promptId, contentHash, line }) => ({
      id,
      projectId,
      promptId,
      contentHash,
      kind: kindOfLine(line, settings),
      status: "done" as const,
      overlap: 1,
      purpose: "gold",
      createdAt,
    })),
    database,
  );
  await storeTaskCompletions(fresh, database);
  await insertRows(
    "Gold",
    fresh.map(({ id, line, completionIds }) => ({
      taskId: id,
      projectId,
      ranking: line.ranking!.map((group) => group.map((position) => completionIds[position]!)),
      explanation: line.explanation,
      createdById: actorId,
      createdAt,
    })),
    database,
  );
  await closeTwins(fresh, database);
  return { completions, gold: fresh.length, duplicates: given.length - fresh.length };
}

/** A prompt has one gold task in use: nobody gets a prompt twice, so that a second would only be met by others. */
async function refuseSecondGold(tasks: readonly LineTask[], database: Database): Promise<void> {
  const taken = new Set<string>();
  for (const chunk of inChunks([...new Set(tasks.map(({ promptId }) => promptId))])) {
    const golds = await database.gold.findMany({
      where: { retiredAt: null, task: { promptId: { in: chunk } } },
      select: { task: { select: { promptId: true } } },
    });
    for (const { task } of golds) taken.add(task.promptId);
  }
  const faults = tasks.flatMap(({ promptId, line }) => {
    if (!taken.has(promptId)) {
      taken.add(promptId);
      return [];
    }
    return [{ line: line.number, reason: "its prompt has another gold task in use" }];
  });
  if (faults.length > 0) throw badLines(faults);
}

/** Ends the open tasks that ask for just these answers. */
async function closeTwins(tasks: readonly LineTask[], database: Database): Promise<void> {
  for (const chunk of inChunks(tasks.map(({ id }) => id))) {
    await database.$executeRaw`
      UPDATE "Task" twin SET status = 'done' FROM "Task" gold
      WHERE gold.id = ANY(${chunk}) AND twin."promptId" = gold."promptId" AND twin.status = 'open' AND twin.purpose = 'work'
        AND ARRAY(SELECT "completionId" FROM "TaskCompletion" WHERE "taskId" = twin.id ORDER BY 1)
          = ARRAY(SELECT "completionId" FROM "TaskCompletion" WHERE "taskId" = gold.id ORDER BY 1)`;
  }
}
