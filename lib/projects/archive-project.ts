import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/** Puts a project away (nobody gets tasks, no round starts; all data stays) or takes it back. Throws NOT_FOUND. */
export async function archiveProject({
  projectId,
  archived,
  actorId,
  database = db(),
}: {
  projectId: string;
  archived: boolean;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const changed = await transaction.project.updateMany({
      where: { id: projectId },
      data: { archivedAt: archived ? new Date() : null },
    });
    if (changed.count === 0) throw new AppError("NOT_FOUND", "There is no such project.");
    await record({
      database: transaction,
      actorId,
      action: archived ? "project.archive" : "project.restore",
      projectId,
      targetType: "project",
      targetId: projectId,
    });
  });
}
