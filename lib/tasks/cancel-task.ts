import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/** Takes a task that is open out of the queue for good; annotations made stay. Throws NOT_FOUND, or CONFLICT. */
export async function cancelTask({
  taskId,
  projectId,
  actorId,
  database = db(),
}: {
  taskId: string;
  projectId: string;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const cancelled = await transaction.task.updateMany({
      where: { id: taskId, projectId, status: "open" },
      data: { status: "cancelled" },
    });
    if (cancelled.count === 0) {
      const task = await transaction.task.findFirst({ where: { id: taskId, projectId }, select: { status: true } });
      if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
      throw new AppError("CONFLICT", `This task is ${task.status} already.`);
    }
    await record({
      database: transaction,
      actorId,
      action: "task.cancel",
      projectId,
      targetType: "task",
      targetId: taskId,
    });
  });
}
