import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/** Signs a person out in one browser. Throws NOT_FOUND. */
export async function revokeSession({
  sessionId,
  userId,
  actorId = userId,
  database = db(),
}: {
  sessionId: string;
  /** Whose session it is. */
  userId: string;
  actorId?: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const revoked = await transaction.session.updateMany({
      where: { id: sessionId, userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) throw new AppError("NOT_FOUND", "There is no such session.");
    await record({
      database: transaction,
      actorId,
      action: "session.revoke",
      targetType: "session",
      targetId: sessionId,
    });
  });
}

/** Ends every session of a person at once. Part of the caller's transaction. */
export async function revokeSessions({ userId, database }: { userId: string; database: Database }): Promise<void> {
  await database.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } });
  await database.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
}
