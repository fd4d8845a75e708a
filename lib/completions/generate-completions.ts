import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { requestGeneration } from "./request-generation.ts";

/**
 * Has the active model answer prompts on a person's wish: those named, or with `promptIds: null` every prompt of the
 * project that nothing is being written for and that no open task waits on. Returns how many prompts were queued.
 * Throws NOT_FOUND for a prompt of another project, UNAVAILABLE while no model is there.
 */
export async function generateCompletions({
  projectId,
  promptIds,
  actorId,
  database = db(),
}: {
  projectId: string;
  promptIds: string[] | null;
  actorId: string;
  database?: Database;
}): Promise<{ prompts: number }> {
  return await inTransaction(database, async (transaction) => {
    const found = await transaction.prompt.findMany({
      where: {
        projectId,
        ...(promptIds
          ? { id: { in: promptIds } }
          : {
              generationJobs: { none: { status: { in: ["queued", "running"] } } },
              tasks: { none: { status: "open" } },
            }),
      },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    if (promptIds && found.length !== new Set(promptIds).size) {
      throw new AppError("NOT_FOUND", "One of these prompts is not in this project.");
    }
    if (found.length === 0) return { prompts: 0 };
    const jobs = await requestGeneration({
      projectId,
      promptIds: found.map(({ id }) => id),
      database: transaction,
    });
    if (jobs.length === 0) {
      throw new AppError("UNAVAILABLE", "The base model is still being fetched. Try again when it is there.");
    }
    await record({
      database: transaction,
      actorId,
      action: "prompts.generate",
      projectId,
      targetType: "project",
      targetId: projectId,
      detail: { prompts: jobs.length },
    });
    return { prompts: jobs.length };
  });
}
