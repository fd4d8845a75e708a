import { type Database, db } from "../db/client.ts";
import type { User } from "../generated/prisma/client.ts";
import { verifyPassword } from "./hash-password.ts";

const failuresBeforeLock = 10;
const lockMinutes = 15;

/**
 * Checks e-mail and password. Null for a wrong pair, an unknown e-mail, a disabled person and one who is locked out,
 * all after the same time: nobody learns which it was. The tenth failure in a row locks the account for 15 minutes; a
 * success clears the count.
 */
export async function verifyCredentials({
  email,
  password,
  database = db(),
}: {
  email: string;
  password: string;
  database?: Database;
}): Promise<Pick<User, "id" | "email" | "name" | "sessionVersion"> | null> {
  const user = await database.user.findUnique({ where: { email: email.trim().toLowerCase() } });
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || user.disabledAt) return null;
  const now = new Date();
  if (user.lockedUntil && user.lockedUntil > now) return null;
  if (!matches) {
    await countFailure(user.id, now, database);
    return null;
  }
  if (user.failedSignIns > 0 || user.lockedUntil) {
    await database.user.update({ where: { id: user.id }, data: { failedSignIns: 0, lockedUntil: null } });
  }
  return { id: user.id, email: user.email, name: user.name, sessionVersion: user.sessionVersion };
}

/** Counted by the database, so that guesses sent at once are all counted. */
async function countFailure(userId: string, now: Date, database: Database): Promise<void> {
  const { failedSignIns } = await database.user.update({
    where: { id: userId },
    data: { failedSignIns: { increment: 1 } },
    select: { failedSignIns: true },
  });
  if (failedSignIns < failuresBeforeLock) return;
  const lockedUntil = new Date(now.getTime() + lockMinutes * 60_000);
  await database.user.update({ where: { id: userId }, data: { failedSignIns: 0, lockedUntil } });
}
