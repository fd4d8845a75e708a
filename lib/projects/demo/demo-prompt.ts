import type { Message } from "../../prompts/messages.ts";

/** A prompt of the demo project. */
export interface DemoPrompt {
  /** The theme first. */
  tags: string[];
  /** What the person and the assistant said in turn; the person speaks first and last. */
  turns: string[];
}

export function toMessages({ turns }: DemoPrompt): Message[] {
  return turns.map((content, position) => ({ role: position % 2 === 0 ? "user" : "assistant", content }));
}
