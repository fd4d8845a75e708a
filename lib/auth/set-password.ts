import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { hashPassword, newPassword, verifyPassword } from "./hash-password.ts";
import { revokeSessions } from "./revoke-session.ts";

/**
 * Changes one's own password; the old one is asked for, and every other session ends (the caller signs in again).
 * Throws INVALID_INPUT for a password outside 10 to 200 characters, UNPROCESSABLE where the present one is wrong.
 */
export async function setPassword({
  userId,
  currentPassword,
  password,
  database = db(),
}: {
  userId: string;
  currentPassword: string;
  password: string;
  database?: Database;
}): Promise<void> {
  const passwordHash = await hashNewPassword(password);
  const user = await database.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (!(await verifyPassword(currentPassword, user.passwordHash))) {
    throw new AppError("UNPROCESSABLE", "The present password is not right.");
  }
  await inTransaction(database, (transaction) =>
    storePassword({ userId, passwordHash, actorId: userId, database: transaction }),
  );
}

/** Checks and hashes a new password. Throws INVALID_INPUT. */
export async function hashNewPassword(password: string): Promise<string> {
  const given = newPassword.safeParse(password);
  if (!given.success) throw new AppError("INVALID_INPUT", given.error.issues[0]!.message);
  return await hashPassword(given.data);
}

/** Stores a password, lifts a lock-out and ends every session. Part of the caller's transaction. */
export async function storePassword({
  userId,
  passwordHash,
  actorId,
  database,
}: {
  userId: string;
  passwordHash: string;
  actorId: string | null;
  database: Database;
}): Promise<void> {
  await database.user.update({
    where: { id: userId },
    data: { passwordHash, failedSignIns: 0, lockedUntil: null },
  });
  await revokeSessions({ userId, database });
  await record({ database, actorId, action: "person.setPassword", targetType: "user", targetId: userId });
}
