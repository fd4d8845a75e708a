import type { Database } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import { concludeBlindComparison } from "../rounds/conclude-blind-comparison.ts";
import { createTask } from "../tasks/create-task.ts";

/**
 * Makes a task to compare of the two answers of a blind comparison once the second is there, as part of the caller's
 * transaction. Answers that are the same are no task: they are a tie. Returns the task's id, or null.
 */
export async function pairAnswers({
  blindComparisonId,
  promptId,
  projectId,
  roundId,
  priority,
  database,
}: {
  blindComparisonId: string;
  promptId: string;
  projectId: string;
  roundId: string;
  priority: number;
  database: Database;
}): Promise<string | null> {
  // Two sides may end at once: the second waits here and then finds the first.
  await database.$queryRaw`SELECT id FROM "BlindComparison" WHERE id = ${blindComparisonId} FOR NO KEY UPDATE`;
  const answers = await database.completion.findMany({
    where: { promptId, generationJob: { blindComparisonId, status: "done" } },
    // By ids that are hashes: which side comes first says nothing.
    orderBy: { id: "asc" },
    select: { id: true, text: true },
  });
  if (answers.length < 2) return null;
  if (answers[0]!.text === answers[1]!.text) {
    await concludeBlindComparison({ roundId, database });
    return null;
  }
  const task = await createTask({
    projectId,
    promptId,
    kind: "compare",
    purpose: "blind",
    overlap: 1,
    completionIds: answers.map(({ id }) => id),
    priority,
    roundId,
    database,
  });
  await notify({ type: "task", projectId, id: task.id }, { database });
  return task.id;
}
