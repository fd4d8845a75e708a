import { type Database, db } from "../db/client.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

/**
 * The demonstrations that a round may learn from: of training prompts, and there when its dataset was frozen; by id, the
 * same at every reading.
 */
export async function listRoundDemonstrations({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<{ id: string; messages: Message[]; text: string }[]> {
  const { projectId, startedAt } = await database.round.findUniqueOrThrow({
    where: { id: roundId },
    select: { projectId: true, startedAt: true },
  });
  const rows = await database.demonstration.findMany({
    where: { projectId, createdAt: { lte: startedAt! }, prompt: { split: "train" } },
    orderBy: { id: "asc" },
    select: { id: true, text: true, prompt: { select: { messages: true } } },
  });
  return rows.map(({ id, text, prompt }) => ({ id, text, messages: messagesSchema.parse(prompt.messages) }));
}
