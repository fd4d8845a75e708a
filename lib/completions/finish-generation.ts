import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { notify } from "../events/notify.ts";
import { projectSettings } from "../projects/settings.ts";
import { createTask } from "../tasks/create-task.ts";
import { pairAnswers } from "./pair-answers.ts";

/**
 * Ends a job whose completions are all there and makes them a task, in one transaction: once, however often it is
 * called. Texts that are alike are shown once; fewer than two different ones make no task. The project says
 * whether they are ranked, compared or rated. Open tasks of the prompt with answers of older versions, which nobody has
 * ever seen, give way. One side of a blind comparison makes a task with the other. Returns the task's id, or null for none.
 */
export async function finishGeneration({
  jobId,
  worker,
  database = db(),
}: {
  jobId: string;
  worker: string;
  database?: Database;
}): Promise<string | null> {
  return await inTransaction(database, async (transaction) => {
    const [job] = await transaction.$queryRaw<
      {
        projectId: string;
        promptId: string;
        roundId: string | null;
        blindComparisonId: string | null;
        modelVersionId: string;
        priority: number;
      }[]
    >`UPDATE "GenerationJob" SET status = 'done', "finishedAt" = timezone('UTC', now()), "leaseExpiresAt" = NULL, error = NULL
      WHERE id = ${jobId} AND "claimedBy" = ${worker} AND status = 'running'
      RETURNING "projectId", "promptId", "roundId", "blindComparisonId", "modelVersionId", priority`;
    if (!job) return null;
    const { projectId, promptId, roundId, blindComparisonId, priority } = job;
    if (blindComparisonId) {
      const paired = { blindComparisonId, promptId, projectId, roundId: roundId!, priority };
      const taskId = await pairAnswers({ ...paired, database: transaction });
      await notify({ type: "generation", projectId, id: jobId }, { database: transaction });
      return taskId;
    }
    const project = await transaction.project.findUniqueOrThrow({
      where: { id: projectId },
      select: { settings: true },
    });
    const completions = await transaction.completion.findMany({
      where: { generationJobId: jobId },
      orderBy: { id: "asc" },
      select: { id: true, text: true },
    });
    const different = [...new Map(completions.map(({ id, text }) => [text, id])).values()];
    let taskId: string | null = null;
    if (different.length < 2) {
      await transaction.generationJob.update({
        where: { id: jobId },
        data: { error: "All completions are the same: there is nothing to rank. Raise the temperature." },
      });
    } else {
      const { judgeBy } = projectSettings.parse(project.settings);
      await giveWay(job, transaction);
      const task = await createTask({
        projectId,
        promptId,
        kind: judgeBy,
        completionIds: judgeBy === "compare" ? different.slice(0, 2) : different,
        priority,
        roundId,
        database: transaction,
      });
      taskId = task.id;
      await notify({ type: "task", projectId, id: task.id }, { database: transaction });
    }
    await notify({ type: "generation", projectId, id: jobId }, { database: transaction });
    return taskId;
  });
}

/** Cancels what nobody has seen and only other versions of our own have written. */
async function giveWay(job: { promptId: string; modelVersionId: string }, database: Database): Promise<void> {
  await database.$executeRaw`
    UPDATE "Task" t SET status = 'cancelled'
    WHERE t."promptId" = ${job.promptId} AND t.kind IN ('rank', 'compare', 'rate') AND t.purpose = 'work' AND t.status = 'open' AND t."annotationCount" = 0
      AND t.claims = 0
      AND NOT EXISTS (
        SELECT FROM "TaskCompletion" k JOIN "Completion" c ON c.id = k."completionId"
        WHERE k."taskId" = t.id AND (c."modelVersionId" IS NULL OR c."modelVersionId" = ${job.modelVersionId}))`;
}
