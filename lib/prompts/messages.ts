import { z } from "zod";
import { text } from "../text.ts";

export const messageSchema = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: text(100_000).min(1),
});

/** A conversation that waits for an answer: an optional system turn first, user and assistant in turn, the user last. */
export const messagesSchema = z
  .array(messageSchema)
  .min(1)
  .max(200)
  .superRefine((messages, context) => {
    const turns = messages[0]?.role === "system" ? messages.slice(1) : messages;
    turns.forEach((message, position) => {
      if (message.role !== (position % 2 === 0 ? "user" : "assistant")) {
        context.addIssue({
          code: "custom",
          message: `turn ${position + 1} must be by the ${position % 2 === 0 ? "user" : "assistant"}`,
        });
      }
    });
    if (turns.length % 2 === 0) context.addIssue({ code: "custom", message: "the last turn must be by the user" });
  });

export type Message = z.infer<typeof messageSchema>;
