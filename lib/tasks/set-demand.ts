import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";

/** How many people are to judge a task; without it as many as the project says. */
export const taskOverlap = z.number().int().min(1).max(20);
/** Tasks with a higher one are given out first; 0 unless somebody says otherwise. */
export const taskPriority = z.number().int().min(-1000).max(1000);
export const demand = z.object({ overlap: taskOverlap.optional(), priority: taskPriority.optional() });

/**
 * Changes by how many people a task is judged and how soon. More people than before open a task that was done, as many as
 * have judged it close it; what somebody holds then is kept as an extra annotation. Throws INVALID_INPUT, NOT_FOUND,
 * CONFLICT for a cancelled task, UNPROCESSABLE for fewer people than have judged it.
 */
export async function setDemand({
  projectId,
  taskId,
  actorId,
  database = db(),
  ...given
}: z.input<typeof demand> & {
  projectId: string;
  taskId: string;
  actorId: string;
  database?: Database;
}): Promise<{ overlap: number; priority: number }> {
  const parsed = demand.safeParse(given);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Task" WHERE id = ${taskId} FOR NO KEY UPDATE`;
    const task = await transaction.task.findFirst({ where: { id: taskId, projectId, purpose: "work" } });
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    if (task.status === "cancelled") throw new AppError("CONFLICT", "This task was cancelled.");
    const overlap = parsed.data.overlap ?? task.overlap;
    const priority = parsed.data.priority ?? task.priority;
    if (overlap < task.annotationCount) {
      throw new AppError("UNPROCESSABLE", "More people have judged this task already.");
    }
    const status = overlap === task.overlap ? task.status : overlap > task.annotationCount ? "open" : "done";
    await transaction.task.update({ where: { id: taskId }, data: { overlap, priority, status } });
    await record({
      database: transaction,
      actorId,
      action: "task.setDemand",
      projectId,
      targetType: "task",
      targetId: taskId,
      detail: { overlap, priority },
    });
    await notify({ type: "task", projectId, id: taskId }, { database: transaction });
    return { overlap, priority };
  });
}
