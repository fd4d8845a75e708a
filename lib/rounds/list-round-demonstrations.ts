import { type Database, db } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

/**
 * The demonstrations of one side that a round's dataset was frozen with. In the order of their content: ids are random,
 * and another order would make other weights of the same data.
 */
export async function listRoundDemonstrations({
  roundId,
  split,
  database = db(),
}: {
  roundId: string;
  split: Split;
  database?: Database;
}): Promise<{ messages: Message[]; text: string }[]> {
  const rows = await database.$queryRaw<{ messages: unknown; text: string }[]>`
    SELECT p.messages, d.text
    FROM "Round" r
      JOIN "DatasetAnnotation" f ON f."datasetVersionId" = r."datasetVersionId" AND f.split::text = ${split} AND f.weight > 0
      JOIN "Demonstration" d ON d."annotationId" = f."annotationId"
      JOIN "Prompt" p ON p.id = d."promptId"
    WHERE r.id = ${roundId}
    ORDER BY p."contentHash", md5(d.text), d.id`;
  return rows.map(({ messages, text }) => ({ messages: messagesSchema.parse(messages), text }));
}
