import { type Database, db } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

/**
 * The prompts of one side that a round samples answers to: those that were there when its dataset was frozen, by id,
 * the same at every reading.
 */
export async function listRoundPrompts({
  roundId,
  split,
  database = db(),
}: {
  roundId: string;
  split: Split;
  database?: Database;
}): Promise<{ id: string; messages: Message[] }[]> {
  const { projectId, startedAt } = await database.round.findUniqueOrThrow({
    where: { id: roundId },
    select: { projectId: true, startedAt: true },
  });
  const rows = await database.prompt.findMany({
    where: { projectId, split, createdAt: { lte: startedAt! } },
    orderBy: { id: "asc" },
    select: { id: true, messages: true },
  });
  return rows.map(({ id, messages }) => ({ id, messages: messagesSchema.parse(messages) }));
}
