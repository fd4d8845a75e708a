import type { Database } from "../db/client.ts";
import { projectSettings } from "../projects/settings.ts";
import { createTask } from "../tasks/create-task.ts";

const mostToEdit = 4;

/**
 * Makes a task to write the answer that no completion gave, once per prompt and only where the project asks for
 * demonstrations. Part of the caller's transaction.
 */
export async function askForDemonstration({
  projectId,
  promptId,
  database,
}: {
  projectId: string;
  promptId: string;
  database: Database;
}): Promise<void> {
  const { settings } = await database.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { settings: true },
  });
  if (!projectSettings.parse(settings).kinds.includes("demonstrate")) return;
  // Two people may say so at once: the second waits here and then finds the task.
  await database.$queryRaw`SELECT id FROM "Prompt" WHERE id = ${promptId} FOR NO KEY UPDATE`;
  const asked = await database.task.count({ where: { promptId, kind: "demonstrate", status: { not: "cancelled" } } });
  if (asked > 0) return;
  await createTask({
    projectId,
    promptId,
    completionIds: await completionsToEdit({ promptId, database }),
    kind: "demonstrate",
    overlap: 1,
    database,
  });
}

/** The newest completions of a prompt, as many as a person can read: the best of them may be edited into the answer. */
export async function completionsToEdit({
  promptId,
  database,
}: {
  promptId: string;
  database: Database;
}): Promise<string[]> {
  const rows = await database.completion.findMany({
    where: { promptId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostToEdit,
    select: { id: true, text: true },
  });
  return [...new Map(rows.map(({ id, text }) => [text, id])).values()];
}
