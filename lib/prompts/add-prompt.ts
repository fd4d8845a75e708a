import { z } from "zod";
import { record } from "../audit/record.ts";
import { requestGeneration } from "../completions/request-generation.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { projectSettings } from "../projects/settings.ts";
import { text } from "../text.ts";
import { type Message, messagesSchema } from "./messages.ts";
import { storePrompts } from "./store-prompts.ts";

const promptInput = z.object({ messages: messagesSchema, tags: z.array(text(100).trim().min(1)).max(50).default([]) });

/**
 * Adds one prompt; the active model answers it, where the project wants that. Throws INVALID_INPUT, or CONFLICT where
 * the project has the prompt already.
 */
export async function addPrompt({
  projectId,
  messages,
  tags,
  actorId,
  database = db(),
}: {
  projectId: string;
  messages: Message[];
  tags?: string[];
  actorId: string | null;
  database?: Database;
}): Promise<{ id: string; generationJobs: number }> {
  const parsed = promptInput.safeParse({ messages, tags });
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  return await inTransaction(database, async (transaction) => {
    const project = await transaction.$queryRaw<{ settings: unknown }[]>`
      SELECT settings FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    if (!project[0]) throw new AppError("NOT_FOUND", "There is no such project.");
    const settings = projectSettings.parse(project[0].settings);
    const stored = await storePrompts({
      projectId,
      prompts: [parsed.data],
      shares: settings.split,
      database: transaction,
    });
    const id = stored.ids[0]!;
    if (stored.created.length === 0) throw new AppError("CONFLICT", "The project has this prompt already.", { id });
    await record({
      database: transaction,
      actorId,
      action: "prompts.add",
      projectId,
      targetType: "prompt",
      targetId: id,
    });
    const jobs = settings.generateForNewPrompts
      ? await requestGeneration({ projectId, promptIds: [id], database: transaction })
      : [];
    return { id, generationJobs: jobs.length };
  });
}
