import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { revokeSessions } from "./revoke-session.ts";

/** Ends every session of a person. API tokens stay: they are revoked one by one. */
export async function signOutEverywhere({
  userId,
  actorId,
  database = db(),
}: {
  userId: string;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await revokeSessions({ userId, database: transaction });
    await record({
      database: transaction,
      actorId,
      action: "person.signOutEverywhere",
      targetType: "user",
      targetId: userId,
    });
  });
}
