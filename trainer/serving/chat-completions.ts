import { randomInt, randomUUID } from "node:crypto";
import { seedOf } from "../math/random.ts";
import type { SampledSequence } from "../models/sample.ts";
import { type ChatRequest, contentOf } from "./chat-request.ts";
import type { LoadedVersion } from "./loaded-models.ts";
import { TextStream } from "./text-stream.ts";

const longestAnswer = 512;

/** The request cannot be answered, for a reason the caller can act on. */
export class ChatError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ChatError";
    this.status = status;
    this.code = code;
  }
}

interface Choice {
  text: string;
  tokens: number;
  finishReason: "stop" | "length";
}

export interface ChatAnswer {
  choices: Choice[];
  promptTokens: number;
}

/**
 * Answers a request with a loaded version. The conversation is taken as it is: no system turn is added, not even the one
 * that a model's template has by default.
 *
 * @param onText called with each piece of text of each choice, in order
 * @param signal the caller is gone: sampling stops and the promise rejects
 * @throws ChatError where the conversation leaves no room for an answer
 */
export async function answerChat(
  { model, sampler }: LoadedVersion,
  request: ChatRequest,
  { onText, signal }: { onText?: (choice: number, text: string) => void; signal: AbortSignal },
): Promise<ChatAnswer> {
  const { tokenizer, trunk } = model;
  const messages = request.messages.map((message) => ({
    role: message.role === "developer" ? ("system" as const) : message.role,
    content: contentOf(message),
  }));
  const promptTokens = tokenizer.encodeChat(messages, { systemPrompt: null });
  const { context } = trunk.architecture;
  if (promptTokens.length >= context) {
    throw new ChatError(
      400,
      "context_length_exceeded",
      `The conversation has ${promptTokens.length} tokens; this model takes ${context} with the answer.`,
    );
  }
  const maxNewTokens = request.max_completion_tokens ?? request.max_tokens ?? longestAnswer;
  const seed = request.seed ?? randomInt(2 ** 31);
  const choices = Array.from({ length: request.n ?? 1 }, async (_, place): Promise<Choice> => {
    const stream = new TextStream(tokenizer, request.stop);
    const stopText = new AbortController();
    let text = "";
    let tokens = 0;
    const say = (part: string) => {
      if (part === "") return;
      text += part;
      onText?.(place, part);
    };
    let sampled: SampledSequence | undefined;
    try {
      [sampled] = await sampler.sample(
        [
          {
            promptTokens,
            temperature: request.temperature,
            topP: request.top_p,
            topK: request.top_k,
            maxNewTokens,
            seed: seedOf(seed, place),
          },
        ],
        {
          onToken(_request, token) {
            tokens++;
            say(stream.add(token));
            if (stream.stopped) stopText.abort();
          },
          signal: AbortSignal.any([signal, stopText.signal]),
        },
      );
    } catch (error) {
      if (!stopText.signal.aborted || signal.aborted) throw error;
    }
    say(stream.end());
    return { text, tokens, finishReason: sampled?.finishReason ?? "stop" };
  });
  return { choices: await Promise.all(choices), promptTokens: promptTokens.length };
}

/** The head that all objects of one answer share. */
export function answerHead(model: string): { id: string; created: number; model: string } {
  return { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model };
}

export function usageOf({ choices, promptTokens }: ChatAnswer) {
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
