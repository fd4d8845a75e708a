import { z } from "zod";
import { normaliseComparisons } from "../annotations/normalise-comparisons.ts";
import { storeAnnotation } from "../annotations/store-annotation.ts";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { storePrompts } from "../prompts/store-prompts.ts";
import { text } from "../text.ts";
import { findConversation, messagesBefore, type TurnView, viewOf } from "./turn.ts";

export const choice = z.object({
  /** The answer that the conversation goes on with. */
  chosenId: text(100).min(1),
  /** The others are as good: one of them goes on all the same. */
  tie: z.boolean().default(false),
  /** Seconds of attention to this turn. */
  activeSeconds: z.number().min(0).max(86_400).nullable().default(null),
});

/**
 * Goes on with one of the answers to a turn. What was said so far becomes a prompt, on the side of the split where its
 * opening belongs; its answers become a finished task with an annotation, in which the chosen one is better than each of
 * the others. The same choice again changes nothing. Throws NOT_FOUND, CONFLICT for another choice or a conversation
 * that is over, UNPROCESSABLE for an answer that is not the turn's.
 */
export async function chooseAnswer({
  taskId,
  userId,
  number,
  chosenId,
  tie,
  activeSeconds,
  database = db(),
}: z.infer<typeof choice> & {
  taskId: string;
  userId: string;
  /** Of the turn. */
  number: number;
  database?: Database;
}): Promise<TurnView> {
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`
      SELECT id FROM "Assignment" WHERE "taskId" = ${taskId} AND "userId" = ${userId} FOR NO KEY UPDATE`;
    const conversation = await findConversation({ taskId, userId, database: transaction });
    const turn = conversation.turns[number];
    if (!turn?.answers) throw new AppError("NOT_FOUND", "There is no such turn with answers.");
    if (turn.chosenId === chosenId) return viewOf(turn);
    if (turn.chosenId !== null) throw new AppError("CONFLICT", "Another answer went on already.");
    if (conversation.status !== "held") throw new AppError("CONFLICT", "This conversation is over.");
    if (!turn.answers.some(({ id }) => id === chosenId)) {
      throw new AppError("UNPROCESSABLE", "That is not an answer to this turn.");
    }
    const judgedTaskId = newId();
    const ids = turn.answers.map(({ id }) => id);
    const { projectId } = conversation;
    const messages = messagesBefore(conversation, number);
    await storeTask({ judgedTaskId, conversation, messages, answers: turn.answers, userId }, transaction);
    const others = ids.filter((id) => id !== chosenId);
    const ranking = tie ? [ids] : [[chosenId], ...(others.length === 1 ? [others] : [])];
    const placed = new Set(ranking.flat());
    const assignment = await transaction.assignment.findUniqueOrThrow({
      where: { taskId_userId: { taskId: judgedTaskId, userId } },
    });
    await storeAnnotation({
      submission: {
        ranking,
        noneAcceptable: false,
        flags: [],
        comment: "",
        idempotencyKey: `turn ${turn.id}`,
        activeSeconds,
      },
      outcome: {
        ranking,
        noneAcceptable: false,
        pairs: normaliseComparisons(
          ranking,
          ids.filter((id) => !placed.has(id)),
        ),
        judgement: null,
      },
      taskId: judgedTaskId,
      userId,
      projectId,
      assignmentId: assignment.id,
      revisionOfId: null,
      database: transaction,
    });
    await transaction.conversationTurn.update({ where: { id: turn.id }, data: { chosenId, taskId: judgedTaskId } });
    return viewOf({ ...turn, chosenId });
  });
}

/** Prompt, completions, task and the assignment of whoever talked. */
async function storeTask(
  {
    judgedTaskId,
    conversation,
    messages,
    answers,
    userId,
  }: {
    judgedTaskId: string;
    conversation: Awaited<ReturnType<typeof findConversation>>;
    messages: ReturnType<typeof messagesBefore>;
    answers: NonNullable<Awaited<ReturnType<typeof findConversation>>["turns"][number]["answers"]>;
    userId: string;
  },
  database: Database,
): Promise<void> {
  const { projectId, settings, tags } = conversation;
  const stored = await storePrompts({ projectId, prompts: [{ messages, tags }], shares: settings.split, database });
  const promptId = stored.ids[0]!;
  await database.completion.createMany({
    data: answers.map(({ id, text: answer, modelVersionId, sourceName, sampling, finishReason }) => ({
      id,
      projectId,
      promptId,
      text: answer,
      modelVersionId,
      sourceName,
      sampling: sampling as never,
      finishReason,
    })),
  });
  await database.task.create({
    data: {
      id: judgedTaskId,
      projectId,
      promptId,
      kind: "rank",
      overlap: 1,
      completions: { create: answers.map(({ id }, position) => ({ completionId: id, position })) },
    },
  });
  const [next] = await database.$queryRaw<{ number: number }[]>`
    SELECT 1 + coalesce(max(number), 0) AS number FROM "Assignment" WHERE "userId" = ${userId}`;
  await database.assignment.create({
    data: {
      taskId: judgedTaskId,
      userId,
      number: next!.number,
      shownOrder: answers.map(({ id }) => id),
      leaseExpiresAt: new Date(),
    },
  });
}
