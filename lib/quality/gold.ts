import { ranksOf } from "../agreement/judgements.ts";
import { faultOfRanking, type Ranking, rankingSchema } from "../annotations/ranking.ts";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { messagesSchema } from "../prompts/messages.ts";
import { text } from "../text.ts";
import { agreementWithGold } from "./assess-annotators.ts";
import { copyTask } from "./plant-check.ts";

/**
 * Makes a gold task of a task whose right answer is known: a copy with the answer beside it, of which people get copies
 * unnoticed among the others. The task itself is done then: somebody who met it both ways would notice. Throws NOT_FOUND, UNPROCESSABLE for a ranking that does not fit or decides nothing, CONFLICT where the prompt
 * has a gold task in use.
 */
export async function makeGold({
  projectId,
  actorId,
  taskId,
  ranking,
  explanation = "",
  database = db(),
}: {
  projectId: string;
  actorId: string;
  taskId: string;
  ranking: string[][];
  /** Up to 2,000 characters; told to annotators where the project gives feedback. */
  explanation?: string;
  database?: Database;
}): Promise<{ taskId: string }> {
  const words = text(2000).safeParse(explanation);
  if (!words.success) throw new AppError("INVALID_INPUT", "The explanation is too long, or not text.");
  return await inTransaction(database, async (transaction) => {
    const task = await transaction.task.findFirst({
      where: { id: taskId, projectId, purpose: "work" },
      select: { promptId: true, kind: true, completions: { select: { completionId: true } } },
    });
    if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
    if (!["rank", "compare", "rate"].includes(task.kind)) {
      throw new AppError("UNPROCESSABLE", "Only tasks that order answers have a known answer.");
    }
    const fault = faultOfRanking(
      ranking,
      task.completions.map(({ completionId }) => completionId),
    );
    if (fault) throw new AppError("UNPROCESSABLE", fault);
    if (ranking.length < 2) throw new AppError("UNPROCESSABLE", "A known answer has to prefer one answer to another.");
    const used = await transaction.gold.count({ where: { retiredAt: null, task: { promptId: task.promptId } } });
    if (used > 0) throw new AppError("CONFLICT", "This prompt has a gold task already.");
    await transaction.task.updateMany({ where: { id: taskId, status: "open" }, data: { status: "done" } });
    const id = await copyTask({ taskId, purpose: "gold", database: transaction });
    await transaction.gold.create({
      data: { taskId: id, projectId, ranking, explanation: words.data, createdById: actorId },
    });
    await record({
      database: transaction,
      actorId,
      action: "gold.make",
      projectId,
      targetType: "task",
      targetId: id,
    });
    return { taskId: id };
  });
}

/** Stops handing out a gold task; what people answered stays and counts. Throws NOT_FOUND. */
export async function retireGold({
  projectId,
  actorId,
  taskId,
  database = db(),
}: {
  projectId: string;
  actorId: string;
  taskId: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const { count } = await transaction.gold.updateMany({
      where: { taskId, projectId, retiredAt: null },
      data: { retiredAt: new Date() },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "There is no such gold task in use.");
    await record({
      database: transaction,
      actorId,
      action: "gold.retire",
      projectId,
      targetType: "task",
      targetId: taskId,
    });
  });
}

export interface GoldLine {
  taskId: string;
  promptId: string;
  /** The last user turn. */
  text: string;
  /** The answers, best group first. */
  groups: string[][];
  explanation: string;
  judgedBy: number;
  /** Known pairs that people ordered as known, of those they were asked for; a tie counts half. */
  accuracy: { right: number; of: number };
  createdAt: Date;
  retiredAt: Date | null;
}

/** Gold tasks of a project, those in use first, at most 500. */
export async function listGold({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<GoldLine[]> {
  const rows = await database.gold.findMany({
    where: { projectId },
    orderBy: [{ retiredAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    take: 500,
    include: {
      task: {
        select: {
          prompt: { select: { id: true, messages: true } },
          completions: { select: { completion: { select: { id: true, text: true } } } },
          repeats: {
            select: { annotations: { where: { supersededAt: null }, select: { ranking: true, shownOrder: true } } },
          },
        },
      },
    },
  });
  return rows.map(({ taskId, explanation, createdAt, retiredAt, task, ...row }) => {
    const ranking = rankingSchema.parse(row.ranking);
    const judgements = task.repeats.flatMap(({ annotations }) => annotations);
    const texts = new Map(task.completions.map(({ completion }) => [completion.id, completion.text]));
    return {
      taskId,
      promptId: task.prompt.id,
      text: messagesSchema.parse(task.prompt.messages).at(-1)!.content,
      groups: ranking.map((group) => group.map((id) => texts.get(id)!)),
      explanation,
      judgedBy: judgements.length,
      accuracy: accuracyOf(judgements, ranking),
      createdAt,
      retiredAt,
    };
  });
}

function accuracyOf(annotations: readonly { ranking: unknown; shownOrder: string[] }[], known: Ranking) {
  const met = annotations.map(({ ranking, shownOrder }) =>
    agreementWithGold({ ranks: ranksOf(rankingSchema.parse(ranking), shownOrder) }, known),
  );
  return {
    right: met.reduce((sum, [right]) => sum + right, 0),
    of: met.reduce((sum, [, of]) => sum + of, 0),
  };
}
