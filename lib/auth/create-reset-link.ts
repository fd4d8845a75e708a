import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { siteUrl } from "../site-url.ts";
import { newSecretToken } from "./secret-token.ts";

const validHours = 24;

/** A link with which a person sets a new password, good for 24 hours and once; older links of theirs end. */
export async function createResetLink({
  userId,
  actorId,
  database = db(),
}: {
  userId: string;
  /** Null: the command line. */
  actorId: string | null;
  database?: Database;
}): Promise<{ url: string; expiresAt: Date }> {
  const { token, tokenHash } = newSecretToken();
  const expiresAt = new Date(Date.now() + validHours * 3_600_000);
  await inTransaction(database, async (transaction) => {
    const user = await transaction.user.findUnique({ where: { id: userId }, select: { id: true } });
    if (!user) throw new AppError("NOT_FOUND", "There is no such person.");
    await transaction.passwordReset.deleteMany({ where: { userId, usedAt: null } });
    await transaction.passwordReset.create({ data: { userId, tokenHash, expiresAt } });
    await record({
      database: transaction,
      actorId,
      action: "person.createResetLink",
      targetType: "user",
      targetId: userId,
    });
  });
  return { url: siteUrl(`/reset/${token}`), expiresAt };
}
