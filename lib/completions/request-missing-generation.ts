import { type Database, db } from "../db/client.ts";
import { projectSettings } from "../projects/settings.ts";
import { requestGeneration } from "./request-generation.ts";

/**
 * Queues completions of prompts that were added while there was no model to answer them: of projects that want answers
 * without being asked, every prompt that has neither a completion nor a task nor a job. Returns how many it queued.
 */
export async function requestMissingGeneration({ database = db() }: { database?: Database } = {}): Promise<number> {
  const projects = await database.project.findMany({
    where: { archivedAt: null },
    select: { id: true, settings: true },
  });
  let queued = 0;
  for (const { id: projectId, settings } of projects) {
    if (!projectSettings.parse(settings).generateForNewPrompts) continue;
    const prompts = await database.prompt.findMany({
      where: { projectId, completions: { none: {} }, tasks: { none: {} }, generationJobs: { none: {} } },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    if (prompts.length === 0) continue;
    queued += (await requestGeneration({ projectId, promptIds: prompts.map(({ id }) => id), database })).length;
  }
  return queued;
}
