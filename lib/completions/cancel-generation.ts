import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { notify } from "../events/notify.ts";

/** Cancels what a project's sampler has not finished. Completions written stay. Returns how many prompts it was. */
export async function cancelGeneration({
  projectId,
  actorId,
  database = db(),
}: {
  projectId: string;
  actorId: string | null;
  database?: Database;
}): Promise<{ prompts: number }> {
  return await inTransaction(database, async (transaction) => {
    const { count } = await transaction.generationJob.updateMany({
      where: { projectId, status: { in: ["queued", "running"] } },
      data: { status: "cancelled", finishedAt: new Date(), leaseExpiresAt: null },
    });
    if (count > 0) {
      await record({
        database: transaction,
        actorId,
        action: "prompts.cancelGeneration",
        projectId,
        targetType: "project",
        targetId: projectId,
        detail: { prompts: count },
      });
      await notify({ type: "generation", projectId, id: projectId }, { database: transaction });
    }
    return { prompts: count };
  });
}
