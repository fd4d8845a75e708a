import { z } from "zod";
import { text } from "../text.ts";

/** Pictures that browsers decode and that hold no scripts, within the message itself. */
const inlineImage = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/;
const longestInline = 3_000_000;

export const imageSchema = z.object({
  /** Inline, as a `data:` address of 3 MB at most; or on the web, which is linked and never loaded by itself. */
  url: z
    .string()
    .max(longestInline, "an image is larger than 3 MB")
    .refine(
      (url) => inlineImage.test(url) || (url.length <= 2000 && URL.canParse(url) && new URL(url).protocol === "https:"),
      "must be a PNG, JPEG, GIF or WebP as a data: address, or an https: address",
    ),
  /** What it shows, for those who do not see it. */
  alt: text(1000).default(""),
});

export const messageSchema = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: text(100_000).min(1),
  /** Shown to people beside the text; a model that reads only text gets only the text. */
  images: z.array(imageSchema).max(8).optional(),
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
export type MessageImage = z.infer<typeof imageSchema>;

const contentParts = z.array(
  z.union([
    z.object({ type: z.literal("text"), text: z.string() }),
    z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) }),
  ]),
);

/**
 * A message whose content comes as OpenAI's list of parts, as ours: its texts as one, its images beside them. Anything else is
 * left as it is, for the schema to judge.
 */
export function fromParts(message: unknown): unknown {
  if (typeof message !== "object" || message === null || !("content" in message)) return message;
  const parts = contentParts.safeParse(message.content);
  if (!parts.success) return message;
  const images = parts.data.flatMap((part) => (part.type === "image_url" ? [{ url: part.image_url.url }] : []));
  const content = parts.data.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
  return { ...message, content, ...(images.length > 0 ? { images } : {}) };
}
