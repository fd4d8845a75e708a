import type { Database } from "../db/client.ts";
import { AppError } from "../errors.ts";

/**
 * Refuses an act that would leave the installation without an admin who can sign in. Locks the admins' rows until the
 * caller's transaction ends, so that two admins cannot demote each other at once. Throws CONFLICT.
 */
export async function keepAnInstallationAdmin({
  withoutUserId,
  database,
}: {
  withoutUserId: string;
  database: Database;
}): Promise<void> {
  const admins = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE "installationRole" = 'admin' AND "disabledAt" IS NULL ORDER BY id FOR UPDATE`;
  const isOne = admins.some(({ id }) => id === withoutUserId);
  if (isOne && admins.length === 1) {
    throw new AppError("CONFLICT", "This is the last admin of the installation. Make somebody else an admin first.");
  }
}
