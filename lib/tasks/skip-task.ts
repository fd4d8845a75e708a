import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { text } from "../text.ts";

/**
 * Gives a task back for good: the person never gets it again, others may. Throws INVALID_INPUT without a reason,
 * CONFLICT where the person does not hold the task.
 */
export async function skipTask({
  taskId,
  userId,
  reason,
  database = db(),
}: {
  taskId: string;
  userId: string;
  /** 1 to 500 characters. */
  reason: string;
  database?: Database;
}): Promise<void> {
  const given = text(500).trim().min(1).safeParse(reason);
  if (!given.success) throw new AppError("INVALID_INPUT", "Say in a few words why you skip it.");
  const [skipped] = await database.assignment.updateManyAndReturn({
    where: { taskId, userId, status: "held" },
    data: { status: "skipped", skipReason: given.data, endedAt: new Date() },
    select: { task: { select: { projectId: true } } },
  });
  if (!skipped) throw new AppError("CONFLICT", "You do not hold this task.");
  // Somebody may be waiting for one.
  await notify({ type: "task", projectId: skipped.task.projectId, id: taskId }, { database });
}
