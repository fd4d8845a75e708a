import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { isFlagged } from "./list-flags.ts";

/**
 * Decides about a task that annotators flagged: its rankings count as data, or with `leavesOut` they are in no new dataset
 * version and no export of what counts now, and nobody gets the task any more. A conversation goes with its turns. Nothing is deleted:
 * deciding again undoes it. Throws INVALID_INPUT without a note, NOT_FOUND for a task that nobody flagged,
 * CONFLICT for one that a blind comparison waits for.
 */
export async function decideFlags({
  projectId,
  taskId,
  actorId,
  leavesOut,
  note,
  database = db(),
}: {
  projectId: string;
  taskId: string;
  actorId: string;
  leavesOut: boolean;
  /** Why, 1 to 1,000 characters. */
  note: string;
  database?: Database;
}): Promise<void> {
  const given = text(1000).trim().min(1).safeParse(note);
  if (!given.success) throw new AppError("INVALID_INPUT", "Say why, so that others understand it later.");
  await inTransaction(database, async (transaction) => {
    const [task] = await transaction.$queryRaw<{ purpose: string }[]>`
      SELECT purpose FROM "Task" WHERE id = ${taskId} AND "projectId" = ${projectId} FOR NO KEY UPDATE`;
    if (!task || !(await isFlagged({ projectId, taskId }, transaction))) {
      throw new AppError("NOT_FOUND", "There is no such flagged task.");
    }
    if (task.purpose === "blind") {
      throw new AppError("CONFLICT", "A blind comparison has this task. Decide once there is a verdict.");
    }
    await transaction.flagDecision.create({ data: { taskId, leavesOut, note: given.data, createdById: actorId } });
    await transaction.$executeRaw`
      UPDATE "Task" SET "leftOut" = ${leavesOut} WHERE id = ${taskId} OR id IN (
        SELECT turn."taskId" FROM "ConversationTurn" turn JOIN "Assignment" a ON a.id = turn."assignmentId"
        WHERE a."taskId" = ${taskId})`;
    await record({
      database: transaction,
      actorId,
      action: leavesOut ? "flags.leaveOut" : "flags.keep",
      projectId,
      targetType: "task",
      targetId: taskId,
      detail: { note: given.data },
    });
  });
}
