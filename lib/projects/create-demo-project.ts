import { requestGeneration } from "../completions/request-generation.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { storePrompts } from "../prompts/store-prompts.ts";
import { createProject } from "./create-project.ts";
import { toMessages } from "./demo/demo-prompt.ts";
import { demoGuidelines } from "./demo/guidelines.ts";
import { demoPrompts } from "./demo/prompts.ts";

export const demoProjectName = "Demo: everyday assistant";

/**
 * Makes the project that a new installation starts with: its prompts, each on its side of the split, and its
 * guideline. Completions are asked for where a model is there already. Called again, it returns the project as it is.
 */
export async function createDemoProject({
  ownerId,
  database = db(),
}: {
  /** Becomes the project's admin; null where an installation admin looks after it. */
  ownerId: string | null;
  database?: Database;
}): Promise<{ projectId: string; created: boolean }> {
  return await inTransaction(database, async (transaction) => {
    const existing = await transaction.project.findFirst({ where: { name: demoProjectName }, select: { id: true } });
    if (existing) return { projectId: existing.id, created: false };
    const { id: projectId, settings } = await createProject({
      name: demoProjectName,
      description: "A hundred everyday conversations to rank. Start here, then make a project of your own.",
      guidelines: demoGuidelines,
      actorId: ownerId,
      database: transaction,
    });
    const { ids } = await storePrompts({
      projectId,
      prompts: demoPrompts.map((prompt) => ({ messages: toMessages(prompt), tags: prompt.tags })),
      shares: settings.split,
      database: transaction,
    });
    await requestGeneration({ projectId, promptIds: ids, database: transaction });
    return { projectId, created: true };
  });
}
