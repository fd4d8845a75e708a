import { type Database, db } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { newId } from "../db/new-id.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { getActivePolicy } from "../models/get-active-policy.ts";
import { projectSettings } from "../projects/settings.ts";

/**
 * Queues completions of prompts by a model version, a job a prompt; by default the project's active policy, or the base
 * model where there is none yet. Returns no job while no model is registered: the base model may still be on its way.
 */
export async function requestGeneration({
  projectId,
  promptIds,
  modelVersionId,
  roundId = null,
  database = db(),
}: {
  projectId: string;
  promptIds: string[];
  modelVersionId?: string;
  roundId?: string | null;
  database?: Database;
}): Promise<{ id: string; promptId: string }[]> {
  const project = await database.project.findUnique({ where: { id: projectId }, select: { settings: true } });
  if (!project) throw new AppError("NOT_FOUND", "There is no such project.");
  const { completionsPerTask, judgeBy, sampling } = projectSettings.parse(project.settings);
  const writer = modelVersionId ?? (await getActivePolicy({ projectId, database }))?.id;
  if (!writer) return [];
  const jobs = promptIds.map((promptId) => ({ id: newId(), promptId }));
  for (const chunk of inChunks(jobs)) {
    await database.generationJob.createMany({
      data: chunk.map((job) => ({
        ...job,
        projectId,
        modelVersionId: writer,
        roundId,
        count: judgeBy === "compare" ? 2 : completionsPerTask,
        sampling,
      })),
    });
  }
  if (jobs[0]) await notify({ type: "generation", projectId, id: jobs[0].id }, { database });
  return jobs;
}
