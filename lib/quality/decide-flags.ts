import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { isFlagged } from "./list-flags.ts";

/**
 * Decides about a task that annotators flagged: its rankings count as data, or with `leavesOut` they are in no export and
 * no new dataset version, and nobody gets the task any more. A conversation goes with its turns. Nothing is deleted:
 * deciding again undoes it. Throws INVALID_INPUT without a note, NOT_FOUND for a task that nobody flagged.
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
    const tasks = await transaction.$queryRaw<{ id: string }[]>`
      SELECT id FROM "Task" WHERE id = ${taskId} AND "projectId" = ${projectId} FOR NO KEY UPDATE`;
    if (tasks.length === 0 || !(await isFlagged({ projectId, taskId }, transaction))) {
      throw new AppError("NOT_FOUND", "There is no such flagged task.");
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
