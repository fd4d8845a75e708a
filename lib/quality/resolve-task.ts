import { randomUUID } from "node:crypto";
import { normaliseComparisons } from "../annotations/normalise-comparisons.ts";
import { faultOfRanking, type Ranking } from "../annotations/ranking.ts";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";

/**
 * Settles a task on which people disagree: the adjudicator's ranking is stored as an annotation that `resolves` it, and
 * from then on counts alone in new dataset versions. What the others decided stays, and stays in the statistics. Settling
 * again supersedes. Throws NOT_FOUND, UNPROCESSABLE for a ranking that does not fit, CONFLICT for somebody who judged the
 * task.
 */
export async function resolveTask({
  projectId,
  taskId,
  actorId,
  ranking,
  comment = "",
  database = db(),
}: {
  projectId: string;
  taskId: string;
  actorId: string;
  ranking: Ranking;
  /** Why, up to 2,000 characters. */
  comment?: string;
  database?: Database;
}): Promise<{ annotationId: string }> {
  const words = text(2000).trim().safeParse(comment);
  if (!words.success) throw new AppError("INVALID_INPUT", "The reason is too long, or not text.");
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Task" WHERE id = ${taskId} FOR NO KEY UPDATE`;
    const task = await transaction.task.findFirst({
      where: { id: taskId, projectId, purpose: "work", kind: { in: ["rank", "compare", "rate"] } },
      select: { promptId: true, completions: { select: { completionId: true }, orderBy: { position: "asc" } } },
    });
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    const completionIds = task.completions.map(({ completionId }) => completionId);
    const fault = faultOfRanking(ranking, completionIds);
    if (fault) throw new AppError("UNPROCESSABLE", fault);
    const own = await transaction.annotation.count({
      where: { taskId, userId: actorId, supersededAt: null, resolves: false },
    });
    if (own > 0) throw new AppError("CONFLICT", "You judged this task yourself: somebody else has to settle it.");
    const earlier = await transaction.annotation.findFirst({ where: { taskId, resolves: true, supersededAt: null } });
    if (earlier) {
      await transaction.annotation.update({ where: { id: earlier.id }, data: { supersededAt: new Date() } });
    }
    const { id } = await transaction.annotation.create({
      data: {
        projectId,
        taskId,
        userId: actorId,
        ranking,
        comment: words.data,
        shownOrder: completionIds,
        extra: true,
        resolves: true,
        idempotencyKey: `settle ${randomUUID()}`,
        revisionOfId: earlier?.id ?? null,
      },
    });
    await transaction.comparison.createMany({
      data: normaliseComparisons(ranking).map(({ better, worse, ...rest }) => ({
        projectId,
        promptId: task.promptId,
        annotationId: id,
        betterId: better,
        worseId: worse,
        ...rest,
      })),
    });
    await record({
      database: transaction,
      actorId,
      action: "task.settle",
      projectId,
      targetType: "task",
      targetId: taskId,
      detail: { ranking },
    });
    return { annotationId: id };
  });
}
