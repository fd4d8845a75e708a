import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { sourceOf } from "./source.ts";
import { streamAnswer } from "./stream-answer.ts";
import {
  type Conversation,
  findConversation,
  messagesBefore,
  type StoredAnswer,
  type TurnView,
  viewOf,
} from "./turn.ts";

export const saying = z.object({
  /** Of the turn, from 0: the same one again brings its answers, or tries anew where none came. */
  number: z.number().int().min(0).max(1000),
  /** Empty only for a first turn that the prompt opens. */
  text: text(20_000).default(""),
});

/**
 * Says something in a conversation and has it answered, each answer piece by piece through `onText`. Answers are kept
 * when all are complete: a turn broken off is said again. Throws CONFLICT for a turn out of order or a conversation
 * that is over, UNPROCESSABLE for one too long, UNAVAILABLE where the model does not answer.
 */
export async function say({
  taskId,
  userId,
  number,
  text: written,
  signal,
  onText,
  database = db(),
}: z.infer<typeof saying> & {
  taskId: string;
  userId: string;
  signal: AbortSignal;
  onText: (position: number, piece: string) => void;
  database?: Database;
}): Promise<TurnView> {
  const conversation = await findConversation({ taskId, userId, database });
  const turn = await takeTurn(conversation, number, written, database);
  if (turn.answers) return viewOf(turn);
  const { projectId, settings } = conversation;
  const source = await sourceOf({ projectId, settings, database });
  const turns = [...conversation.turns.slice(0, number), turn];
  const messages = withSystemPrompt(messagesBefore({ ...conversation, turns }, number), settings.systemPrompt);
  // One that fails takes the others with it: half a turn is none.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const answer = async (position: number): Promise<StoredAnswer> => {
    const seed = randomInt(2 ** 31);
    try {
      const streamed = await streamAnswer({
        source,
        messages,
        sampling: settings.sampling,
        seed,
        signal: either,
        onText: (piece) => onText(position, piece),
      });
      const author = { modelVersionId: null, sourceName: null, ...source.author };
      return { id: randomUUID(), ...author, ...streamed, sampling: { ...settings.sampling, seed } };
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const all = await Promise.all(Array.from({ length: settings.converse.answers }, (_, position) => answer(position)));
  await database.conversationTurn.update({ where: { id: turn.id }, data: { answers: all } });
  return viewOf({ ...turn, answers: all });
}

/** The row of a turn, made where it is new. */
async function takeTurn(
  { assignmentId, status, settings, turns }: Conversation,
  number: number,
  written: string,
  database: Database,
): Promise<Conversation["turns"][number]> {
  const known = turns[number];
  if (known?.answers) return known;
  if (status !== "held") throw new AppError("CONFLICT", "This conversation is over.");
  if (number >= settings.converse.turns) {
    throw new AppError("UNPROCESSABLE", `A conversation has ${settings.converse.turns} turns at most.`);
  }
  const before = turns[number - 1];
  if (number > turns.length || (before && before.chosenId === null)) {
    throw new AppError("CONFLICT", "Choose an answer to the turn before first.");
  }
  const mayBeEmpty = number === 0 && settings.converse.opening === "prompt";
  const said = mayBeEmpty ? "" : written.trim();
  if (said === "" && !mayBeEmpty) throw new AppError("UNPROCESSABLE", "Say something.");
  const id = known?.id ?? newId();
  await database.conversationTurn.upsert({
    where: { assignmentId_number: { assignmentId, number } },
    create: { id, assignmentId, number, text: said },
    update: { text: said },
  });
  const row = await database.conversationTurn.findUniqueOrThrow({
    where: { assignmentId_number: { assignmentId, number } },
  });
  return { id: row.id, number, text: said, answers: null, chosenId: null };
}

/** As every prompt without one of its own gets it. */
function withSystemPrompt(messages: ReturnType<typeof messagesBefore>, systemPrompt: string | null) {
  if (systemPrompt === null || messages[0]?.role === "system") return messages;
  return [{ role: "system" as const, content: systemPrompt }, ...messages];
}
