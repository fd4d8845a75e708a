import { createHash } from "node:crypto";
import type { Message } from "./messages.ts";

/** SHA-256, hex, of a prompt's turns: equal for equal prompts. */
export function contentHashOf(messages: readonly Message[]): string {
  const turns = messages.map(({ role, content, images }) => [role, content, ...(images ? [images] : [])]);
  return sha256(JSON.stringify(turns));
}

/**
 * SHA-256, hex, of the first user turn without case, punctuation and spacing: equal for near-duplicates and for all
 * continuations of one conversation, which therefore stay on one side of the split.
 */
export function splitKeyOf(messages: readonly Message[]): string {
  const opening = messages
    .find(({ role }) => role === "user")!
    .content.normalize("NFKC")
    .toLowerCase();
  const words = opening.match(/[\p{Letter}\p{Number}]+/gu);
  return sha256(words ? words.join(" ") : opening);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
