import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { hashSecretToken } from "./secret-token.ts";
import { hashNewPassword, storePassword } from "./set-password.ts";

/** Whose password a reset link sets. Throws NOT_FOUND for an unknown link, EXPIRED for one used or too old. */
export async function getReset({
  token,
  database = db(),
}: {
  token: string;
  database?: Database;
}): Promise<{ id: string; userId: string; email: string; name: string }> {
  const reset = await database.passwordReset.findUnique({
    where: { tokenHash: hashSecretToken(token) },
    include: { user: { select: { email: true, name: true } } },
  });
  if (!reset) throw new AppError("NOT_FOUND", "This link is not known here.");
  if (reset.usedAt || reset.expiresAt < new Date()) {
    throw new AppError("EXPIRED", "This link has been used or is too old. Ask for a new one.");
  }
  return { id: reset.id, userId: reset.userId, ...reset.user };
}

/** Sets a new password by a link, once. Throws what getReset throws, and INVALID_INPUT for the password. */
export async function resetPassword({
  token,
  password,
  database = db(),
}: {
  token: string;
  password: string;
  database?: Database;
}): Promise<{ email: string }> {
  const passwordHash = await hashNewPassword(password);
  return await inTransaction(database, async (transaction) => {
    const reset = await getReset({ token, database: transaction });
    const used = await transaction.passwordReset.updateMany({
      where: { id: reset.id, usedAt: null },
      data: { usedAt: new Date() },
    });
    if (used.count === 0) throw new AppError("EXPIRED", "This link has been used. Ask for a new one.");
    await storePassword({ userId: reset.userId, passwordHash, actorId: reset.userId, database: transaction });
    return { email: reset.email };
  });
}
