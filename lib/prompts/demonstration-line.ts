import { z } from "zod";
import { text } from "../text.ts";
import { fromParts, type Message, messagesSchema } from "./messages.ts";

const answer = text(100_000).refine((written) => written.trim() !== "", "is empty");

const lineWithMessages = z.object({
  prompt: messagesSchema,
  /** As a text, or as TRL has it: a list of messages that holds the assistant's one. */
  completion: z
    .union([answer, z.array(z.object({ role: z.literal("assistant"), content: answer })).length(1)])
    .optional(),
  /** In place of `completion`. */
  text: answer.optional(),
  tags: z.array(text(100).min(1)).max(50).default([]),
});

/** One line of demonstrations: a prompt and the answer that a person would have wanted. */
export const demonstrationLineSchema = lineWithMessages.extend({
  prompt: z.union([text(100_000).min(1), messagesSchema]),
});

/** A line's content, or what is wrong with it in a few words. */
export function parseDemonstration(
  json: unknown,
): { messages: Message[]; tags: string[]; text: string } | { reason: string } {
  const parsed = lineWithMessages.safeParse(withMessages(json));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return { reason: path.length > 0 ? `${path.join(".")}: ${message}` : message };
  }
  const { prompt, completion, text: written, tags } = parsed.data;
  const given = typeof completion === "object" ? completion[0]!.content : completion;
  if ((given === undefined) === (written === undefined)) {
    return { reason: "exactly one of `completion` and `text` is needed" };
  }
  return { messages: prompt, tags, text: (given ?? written)! };
}

/** A prompt given as a string is one user turn; content may come in parts. */
export function withMessages(json: unknown): unknown {
  if (typeof json !== "object" || json === null || !("prompt" in json)) return json;
  if (typeof json.prompt === "string") return { ...json, prompt: [{ role: "user", content: json.prompt }] };
  return Array.isArray(json.prompt) ? { ...json, prompt: json.prompt.map(fromParts) } : json;
}
