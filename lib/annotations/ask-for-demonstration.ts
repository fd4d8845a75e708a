import type { Database } from "../db/client.ts";
import { projectSettings } from "../projects/settings.ts";
import { createTask } from "../tasks/create-task.ts";

/** As many as a person can read beside each other. */
const mostShown = 9;
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
    completionIds: (await newestDifferent({ promptId, database })).slice(0, mostToEdit),
    kind: "demonstrate",
    overlap: 1,
    database,
  });
}

/** The newest completions of a prompt that differ, newest first, nine at most. */
export async function newestDifferent({
  promptId,
  database,
}: {
  promptId: string;
  database: Database;
}): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      SELECT DISTINCT ON (md5(text)) id, "createdAt" FROM "Completion"
      WHERE "promptId" = ${promptId} ORDER BY md5(text), "createdAt" DESC, id DESC
    ) AS different
    ORDER BY "createdAt" DESC, id DESC LIMIT ${mostShown}`;
  return rows.map(({ id }) => id);
}
