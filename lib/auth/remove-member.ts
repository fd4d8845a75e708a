import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { applyGroupRoles } from "../groups/apply-group-roles.ts";
import { releaseTasks } from "../tasks/release-task.ts";

/**
 * Ends the membership that a person was given; a role that a group gives them stays. What they annotated stays, tasks they
 * hold return to the others. Throws NOT_FOUND, or CONFLICT for somebody who is here through a group only.
 */
export async function removeMember({
  userId,
  projectId,
  actorId,
  database = db(),
}: {
  userId: string;
  projectId: string;
  actorId: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const membership = await transaction.membership.findUnique({ where: { userId_projectId: { userId, projectId } } });
    if (!membership) throw new AppError("NOT_FOUND", "This person is not a member of the project.");
    if (membership.viaGroup) {
      throw new AppError(
        "CONFLICT",
        "This person is here through a group. An admin of the installation changes groups.",
      );
    }
    await transaction.membership.delete({ where: { userId_projectId: { userId, projectId } } });
    await applyGroupRoles({ database: transaction });
    await releaseTasks({ userId, projectId, database: transaction });
    await record({
      database: transaction,
      actorId,
      action: "person.remove",
      projectId,
      targetType: "user",
      targetId: userId,
    });
  });
}
