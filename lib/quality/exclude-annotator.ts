import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { releaseTasks } from "../tasks/release-task.ts";
import { text } from "../text.ts";

interface Act {
  projectId: string;
  userId: string;
  actorId: string;
  database?: Database;
}

/**
 * Leaves a person's work in a project out of statistics and new dataset versions, and gives them no more tasks there. Nothing
 * is deleted: readmitAnnotator brings it all back. Throws INVALID_INPUT without a reason, CONFLICT where they are excluded
 * already, NOT_FOUND for somebody unknown.
 */
export async function excludeAnnotator({
  projectId,
  userId,
  actorId,
  reason,
  database = db(),
}: Act & { /** 1 to 1,000 characters. */ reason: string }): Promise<void> {
  const given = text(1000).trim().min(1).safeParse(reason);
  if (!given.success) throw new AppError("INVALID_INPUT", "Say why, so that others understand it later.");
  if (!(await database.user.findUnique({ where: { id: userId } }))) {
    throw new AppError("NOT_FOUND", "There is no such person.");
  }
  try {
    await inTransaction(database, async (transaction) => {
      await transaction.exclusion.create({ data: { projectId, userId, reason: given.data, createdById: actorId } });
      await releaseTasks({ userId, projectId, database: transaction });
      await recordAct(
        "annotator.exclude",
        { projectId, userId, actorId, database: transaction },
        { reason: given.data },
      );
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("CONFLICT", "Their work is left out already.");
    throw error;
  }
}

/** Counts a person's work again, all of it, and gives them tasks. Throws CONFLICT where they are not excluded. */
export async function readmitAnnotator({ projectId, userId, actorId, database = db() }: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const ended = await transaction.exclusion.updateMany({
      where: { projectId, userId, endedAt: null },
      data: { endedAt: new Date(), endedById: actorId },
    });
    if (ended.count === 0) throw new AppError("CONFLICT", "Their work counts already.");
    await recordAct("annotator.readmit", { projectId, userId, actorId, database: transaction });
  });
}

async function recordAct(action: string, { projectId, userId, actorId, database }: Required<Act>, detail = {}) {
  await record({ database, actorId, action, projectId, targetType: "user", targetId: userId, detail });
}
