import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { releaseTasks } from "../tasks/release-task.ts";

/** Ends a membership. What the person annotated stays; tasks they hold return to the others. Throws NOT_FOUND. */
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
    const removed = await transaction.membership.deleteMany({ where: { userId, projectId } });
    if (removed.count === 0) throw new AppError("NOT_FOUND", "This person is not a member of the project.");
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
