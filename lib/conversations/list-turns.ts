import { type Database, db } from "../db/client.ts";
import { findConversation, type TurnView, viewOf } from "./turn.ts";

/** A person's own conversation so far. Throws NOT_FOUND. */
export async function listTurns({
  taskId,
  userId,
  database = db(),
}: {
  taskId: string;
  userId: string;
  database?: Database;
}): Promise<TurnView[]> {
  return (await findConversation({ taskId, userId, database })).turns.map(viewOf);
}
