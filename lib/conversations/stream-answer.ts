import { z } from "zod";
import { AppError } from "../errors.ts";
import type { SamplingSettings } from "../projects/settings.ts";
import type { Message } from "../prompts/messages.ts";
import type { Source } from "./source.ts";

const chunk = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }).optional(),
      finish_reason: z.string().nullish(),
    }),
  ),
});

const longestAnswer = 100_000;

export interface StreamedAnswer {
  text: string;
  finishReason: "stop" | "length";
}

/**
 * One answer, piece by piece through `onText`. Throws UNAVAILABLE where the source does not answer, or breaks off.
 */
export async function streamAnswer({
  source,
  messages,
  sampling,
  seed,
  signal,
  onText,
}: {
  source: Source;
  messages: readonly Message[];
  sampling: SamplingSettings;
  seed: number;
  signal: AbortSignal;
  onText: (piece: string) => void;
}): Promise<StreamedAnswer> {
  const { author } = source;
  const response = await fetch(`${source.url}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(source.key ? { authorization: `Bearer ${source.key}` } : {}),
    },
    body: JSON.stringify({
      model: source.model,
      messages: messages.map(({ role, content }) => ({ role, content })),
      temperature: sampling.temperature,
      top_p: sampling.topP,
      // Not part of OpenAI's interface: strict servers refuse it.
      ...("modelVersionId" in author ? { top_k: sampling.topK } : {}),
      max_tokens: sampling.maxNewTokens,
      seed,
      stream: true,
    }),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new AppError("UNAVAILABLE", "The model does not answer. Try again in a moment.");
  });
  if (!response.ok || !response.body) {
    const reason = /"message"\s*:\s*"([^"]{1,200})/.exec(await response.text())?.[1];
    throw new AppError("UNAVAILABLE", `The model refused to answer${reason ? `: ${reason}` : "."}`);
  }
  let text = "";
  let finishReason: StreamedAnswer["finishReason"] | null = null;
  for await (const data of eventsOf(response.body)) {
    if (data === "[DONE]") break;
    const parsed = chunk.safeParse(JSON.parse(data));
    if (!parsed.success) throw new AppError("UNAVAILABLE", "The model broke off in the middle of its answer.");
    const choice = parsed.data.choices[0];
    // A NUL is stored nowhere.
    const piece = choice?.delta?.content?.replaceAll("\0", "\uFFFD") ?? "";
    if (piece) {
      text += piece;
      onText(piece);
    }
    if (choice?.finish_reason) finishReason = choice.finish_reason === "length" ? "length" : "stop";
    if (text.length > longestAnswer) {
      finishReason = "length";
      break;
    }
  }
  if (finishReason === null) throw new AppError("UNAVAILABLE", "The model broke off in the middle of its answer.");
  // A cut may have left half of a surrogate pair, which is stored nowhere.
  return { text: text.slice(0, longestAnswer).replace(/\p{Surrogate}/gu, "\uFFFD"), finishReason };
}

/** The data of server-sent events. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let waiting = "";
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (waiting + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    waiting = lines.pop()!;
    for (const line of lines) if (line.startsWith("data:")) yield line.slice(5).trim();
  }
}
