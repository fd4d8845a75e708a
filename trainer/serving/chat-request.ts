import { z } from "zod";

const textPart = z.object({ type: z.literal("text"), text: z.string().max(200_000) });

const message = z.object({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string().max(200_000), z.array(textPart).max(100)]),
});

/** What of OpenAI's chat-completions request is understood, and `top_k` beside it; other fields are let pass. */
export const chatRequestSchema = z.object({
  model: z.string().min(1).max(200),
  messages: z.array(message).min(1).max(500),
  temperature: z.number().min(0).max(2).default(1),
  top_p: z.number().gt(0).max(1).default(1),
  top_k: z.number().int().min(0).max(1000).default(0),
  max_tokens: z.number().int().min(1).max(8192).nullish(),
  max_completion_tokens: z.number().int().min(1).max(8192).nullish(),
  n: z.number().int().min(1).max(16).nullish(),
  seed: z.number().int().nullish(),
  stop: z
    .union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).max(4)])
    .nullish()
    .transform((stop) => (stop == null ? [] : [stop].flat())),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
});

export type ChatRequest = z.infer<typeof chatRequestSchema>;

export function contentOf({ content }: ChatRequest["messages"][number]): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}
