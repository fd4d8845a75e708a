import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/** Ends one of a person's API tokens at once. Throws NOT_FOUND. */
export async function revokeApiToken({
  tokenId,
  userId,
  actorId = userId,
  database = db(),
}: {
  tokenId: string;
  /** Whose token it is. */
  userId: string;
  actorId?: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const revoked = await transaction.apiToken.updateMany({
      where: { id: tokenId, userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) throw new AppError("NOT_FOUND", "There is no such token.");
    await record({ database: transaction, actorId, action: "token.revoke", targetType: "apiToken", targetId: tokenId });
  });
}
