/** Text to tokens and back, with the chat template stored beside the model. */
export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface ChatTokenizer {
  readonly vocabulary: number;
  /** Never equal to `endToken`. */
  readonly padToken: number;
  /** Ends an assistant turn; taught and sampled. */
  readonly endToken: number;
  readonly beginToken: number | null;
  /** Tokens at which sampling stops: `endToken` and the model's other end-of-text tokens. */
  readonly stopTokens: readonly number[];
  /** Jinja source of the chat template. */
  readonly template: string;
  /** Plain text, no special tokens added; special tokens written in it are recognised. */
  encode(text: string): number[];
  /** Text of tokens, special tokens left out. */
  decode(tokens: readonly number[]): string;
  /**
   * Tokens of a conversation up to and including the header of the assistant's answer.
   * @param systemPrompt put first when the conversation has no system turn of its own; null inserts none, not even
   * the one that the template would insert by itself. Special tokens inside contents are encoded as plain text.
   */
  encodeChat(messages: readonly ChatMessage[], options: { systemPrompt: string | null }): number[];
  /** Tokens of an assistant's answer, followed by `endToken` when the answer is finished (not cut off). */
  encodeCompletion(text: string, options: { finished: boolean }): number[];
}
