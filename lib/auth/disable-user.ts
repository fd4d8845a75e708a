import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { releaseTasks } from "../tasks/release-task.ts";
import { keepAnInstallationAdmin } from "./keep-an-installation-admin.ts";
import { revokeSessions } from "./revoke-session.ts";

/**
 * Disables an account (no sign-in, no session, no token) or enables it again, which also lifts a lock-out.
 * Throws NOT_FOUND, or CONFLICT for the last installation admin.
 */
export async function disableUser({
  userId,
  disabled,
  actorId,
  database = db(),
}: {
  userId: string;
  disabled: boolean;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    if (disabled) await keepAnInstallationAdmin({ withoutUserId: userId, database: transaction });
    const changed = await transaction.user.updateMany({
      where: { id: userId, leftAt: null },
      data: disabled ? { disabledAt: new Date() } : { disabledAt: null, failedSignIns: 0, lockedUntil: null },
    });
    if (changed.count === 0) throw new AppError("NOT_FOUND", "There is no such person.");
    if (disabled) {
      await revokeSessions({ userId, database: transaction });
      await releaseTasks({ userId, database: transaction });
    }
    await record({
      database: transaction,
      actorId,
      action: disabled ? "person.disable" : "person.enable",
      targetType: "user",
      targetId: userId,
    });
  });
}
