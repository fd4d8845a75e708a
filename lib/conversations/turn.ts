import { z } from "zod";
import type { Database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { AssignmentStatus } from "../generated/prisma/enums.ts";
import { type ProjectSettings, projectSettings } from "../projects/settings.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

const storedAnswers = z.array(
  z.object({
    id: z.string(),
    text: z.string(),
    modelVersionId: z.string().nullable(),
    sourceName: z.string().nullable(),
    sampling: z.json(),
    finishReason: z.enum(["stop", "length"]),
  }),
);

export type StoredAnswer = z.infer<typeof storedAnswers>[number];

/** One exchange, as whoever talks may see it: nothing tells who answered. */
export interface TurnView {
  number: number;
  /** What they wrote; empty where the prompt opens the conversation. */
  text: string;
  /** In the order shown; null while there are none. */
  answers: { id: string; text: string }[] | null;
  chosenId: string | null;
}

export interface Conversation {
  assignmentId: string;
  status: AssignmentStatus;
  taskId: string;
  projectId: string;
  promptId: string;
  tags: string[];
  /** The task's own turns. */
  messages: Message[];
  settings: ProjectSettings;
  turns: { id: string; number: number; text: string; answers: StoredAnswer[] | null; chosenId: string | null }[];
}

/** A person's conversation in a task. Throws NOT_FOUND where they never held it, or it is no conversation. */
export async function findConversation({
  taskId,
  userId,
  database,
}: {
  taskId: string;
  userId: string;
  database: Database;
}): Promise<Conversation> {
  const assignment = await database.assignment.findUnique({
    where: { taskId_userId: { taskId, userId }, task: { kind: "converse" } },
    include: {
      task: { include: { prompt: true, project: { select: { settings: true } } } },
      turns: { orderBy: { number: "asc" } },
    },
  });
  if (!assignment) throw new AppError("NOT_FOUND", "You hold no such conversation.");
  const { task } = assignment;
  return {
    assignmentId: assignment.id,
    status: assignment.status,
    taskId,
    projectId: task.projectId,
    promptId: task.promptId,
    tags: task.prompt.tags,
    messages: messagesSchema.parse(task.prompt.messages),
    settings: projectSettings.parse(task.project.settings),
    turns: assignment.turns.map(({ id, number, text, answers, chosenId }) => ({
      id,
      number,
      text,
      chosenId,
      answers: answers === null ? null : storedAnswers.parse(answers),
    })),
  };
}

/**
 * What has been said before the answers to turn `number`: the prompt, or only its system turn where the person opens;
 * then the chosen answers and what the person wrote to each.
 */
export function messagesBefore(
  { messages, turns }: Pick<Conversation, "messages" | "turns">,
  number: number,
): Message[] {
  const opensByPrompt = turns[0]!.text === "";
  const opening = opensByPrompt ? messages : messages.filter(({ role }) => role === "system");
  return turns.slice(0, number + 1).reduce<Message[]>(
    (said, turn, at) => {
      const before = turns[at - 1];
      const chosen = before?.answers?.find(({ id }) => id === before.chosenId);
      if (chosen) said.push({ role: "assistant", content: chosen.text });
      if (turn.text !== "") said.push({ role: "user", content: turn.text });
      return said;
    },
    [...opening],
  );
}

export function viewOf({ number, text, answers, chosenId }: Conversation["turns"][number]): TurnView {
  return { number, text, chosenId, answers: answers?.map(({ id, text: answer }) => ({ id, text: answer })) ?? null };
}
