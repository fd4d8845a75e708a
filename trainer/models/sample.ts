/** Sampling with a key-value cache: batched, unequal prompt lengths, a seed per sequence. */
import { setImmediate } from "node:timers/promises";
import { createRandom, type Random } from "../math/random.ts";
import { scoped, type Tensor2D, tf } from "../tensor/backend.ts";
import { chooseToken } from "./choose-token.ts";
import { Decoder } from "./decoder.ts";
import type { KeyValueCache } from "./key-value-cache.ts";
import type { LanguageModel } from "./language-model.ts";

export interface SampleRequest {
  /** At least one token. */
  promptTokens: readonly number[];
  /** 0: greedy. */
  temperature: number;
  /** 1: off. */
  topP: number;
  /** 0: off. */
  topK: number;
  /** At least 1; prompt and answer together are cut at the model's context. */
  maxNewTokens: number;
  /** 32-bit. The same seed gives the same sequence, whatever else is in the batch (up to float32 rounding of ties). */
  seed: number;
  /** Default: the tokenizer's stop tokens. The stop token is part of the result. */
  stopTokens?: readonly number[];
}

export interface SampledSequence {
  /** With the stop token, where one was sampled. */
  tokens: number[];
  finishReason: "stop" | "length";
  /**
   * The trunk's activations of prompt and answer, [promptTokens + tokens, width] row by row, where `keepHidden` was set;
   * `stackHidden` makes a batch of them.
   */
  hidden: Float32Array | null;
}

export interface SampleOptions {
  /** Called for each token as it is drawn, with the request's place in the list. */
  onToken?: (request: number, token: number) => void;
  keepHidden?: boolean;
  /** Stops between two steps; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

interface Running {
  request: SampleRequest;
  place: number;
  random: Random;
  stopTokens: ReadonlySet<number>;
  limit: number;
  tokens: number[];
  hidden: Float32Array[];
}

/** Room that the cache gains at a time, in positions. */
const growth = 64;
/** Prompt tokens, with padding, that go through the model at once; more requests are answered in several groups. */
const prefillTokens = 8192;

/**
 * Holds weights laid out for decoding. It reads the top's variables once: after training make a new one or call
 * `refresh`. Gives way to the event loop between steps, so that other work of the process goes on.
 */
export class Sampler {
  private readonly model: LanguageModel;
  private decoder: Decoder;

  constructor(model: LanguageModel) {
    this.model = model;
    this.decoder = new Decoder(model.top);
  }

  /** Takes over the top's weights as they are now. */
  refresh(): void {
    this.decoder.dispose();
    this.decoder = new Decoder(this.model.top);
  }

  dispose(): void {
    this.decoder.dispose();
  }

  /** Answers in the order of the requests. Throws where a prompt is empty or fills the model's context. */
  async sample(requests: readonly SampleRequest[], options: SampleOptions = {}): Promise<SampledSequence[]> {
    const { context } = this.model.trunk.architecture;
    const results = new Array<SampledSequence>(requests.length);
    const running = requests.map((request, place): Running => {
      const length = request.promptTokens.length;
      if (length === 0 || length >= context) {
        throw new Error(`prompt ${place} has ${length} tokens; the model takes 1 … ${context - 1}`);
      }
      return {
        request,
        place,
        random: createRandom(request.seed),
        stopTokens: new Set(request.stopTokens ?? this.model.tokenizer.stopTokens),
        limit: Math.min(request.maxNewTokens, context - length),
        tokens: [],
        hidden: [],
      };
    });
    for (const group of prefillGroups(running)) await this.sampleGroup(group, results, options);
    return results;
  }

  private async sampleGroup(group: Running[], results: SampledSequence[], options: SampleOptions): Promise<void> {
    const { keepHidden = false, signal } = options;
    const { width } = this.model.trunk.architecture;
    signal?.throwIfAborted();
    const { prompts, promptOf } = distinctPrompts(group);
    const start = this.decoder.prefill(prompts, promptOf, roomFor(longest(group)), keepHidden);
    const { cache } = start;
    try {
      const firstLogits = tf.tidy(() => tf.gather(start.logits, tf.tensor1d(promptOf, "int32")));
      start.logits.dispose();
      const drawFirst = drawer(firstLogits, group, options);
      group.forEach((sequence, row) => {
        const prompt = promptOf[row]!;
        if (start.hidden) {
          const from = prompt * start.length * width;
          sequence.hidden.push(start.hidden.slice(from, from + prompts[prompt]!.length * width));
        }
        drawFirst(sequence, row);
      });
      let active = this.settle(cache, group, results, keepHidden);
      while (active.length > 0) {
        await setImmediate();
        signal?.throwIfAborted();
        const tokens = Int32Array.from(active, (sequence) => sequence.tokens.at(-1)!);
        // What is finished and not yet dropped goes along; it may write only to rows of its own.
        const positions = Int32Array.from(active, (sequence) => Math.min(lengthOf(sequence), cache.capacity) - 1);
        const { logits, hidden } = this.decoder.step(cache, tokens, positions, keepHidden);
        const drawNext = drawer(logits, active, options);
        active.forEach((sequence, row) => {
          if (isComplete(sequence, keepHidden)) return;
          if (hidden) sequence.hidden.push(hidden.slice(row * width, (row + 1) * width));
          if (isFinished(sequence)) return;
          drawNext(sequence, row);
        });
        active = this.settle(cache, active, results, keepHidden);
      }
    } finally {
      cache.dispose();
    }
  }

  /** Hands out what is finished; drops it from the cache when that saves half the work or the cache grows anyway. */
  private settle(
    cache: KeyValueCache,
    sequences: Running[],
    results: SampledSequence[],
    keepHidden: boolean,
  ): Running[] {
    const going: number[] = [];
    sequences.forEach((sequence, row) => {
      if (isComplete(sequence, keepHidden)) results[sequence.place] ??= finish(sequence);
      else going.push(row);
    });
    if (going.length === 0) return [];
    const kept = going.map((row) => sequences[row]!);
    const needed = longest(kept);
    if (needed <= cache.capacity && going.length > sequences.length / 2) return sequences;
    cache.rearrange(Int32Array.from(going), roomFor(needed));
    return kept;
  }
}

function lengthOf({ request, tokens }: Running): number {
  return request.promptTokens.length + tokens.length;
}

function longest(sequences: readonly Running[]): number {
  return Math.max(...sequences.map(lengthOf));
}

function roomFor(length: number): number {
  return (Math.floor(length / growth) + 1) * growth;
}

function isFinished({ tokens, limit, stopTokens }: Running): boolean {
  return tokens.length >= limit || (tokens.length > 0 && stopTokens.has(tokens.at(-1)!));
}

/** Whether nothing is left to do: the last token's activations cost one more step. */
function isComplete(sequence: Running, keepHidden: boolean): boolean {
  // The prompt's rows are one entry, each token's another.
  return isFinished(sequence) && (!keepHidden || sequence.hidden.length > sequence.tokens.length);
}

/**
 * Draws tokens from a step's logits [sequences, vocabulary], which it disposes. The exponentials are left to the tensor
 * library; here only a running sum is walked.
 */
function drawer(
  logits: Tensor2D,
  sequences: readonly Running[],
  { onToken }: SampleOptions,
): (sequence: Running, row: number) => void {
  const vocabulary = logits.shape[1];
  const { best, probabilities } = scoped(() => {
    const sharpness = Float32Array.from(sequences, ({ request }) => 1 / (request.temperature || 1));
    return {
      best: tf.argMax(logits, 1).dataSync<"int32">(),
      probabilities: tf.softmax(tf.mul(logits, tf.tensor2d(sharpness, [sequences.length, 1]))).dataSync<"float32">(),
    };
  });
  logits.dispose();
  return (sequence, row) => {
    const { request, random, place } = sequence;
    // One number a token, whatever is done with it: a seed stands for the same draws under all settings.
    const uniform = random.uniform();
    const ofRow = probabilities.subarray(row * vocabulary, (row + 1) * vocabulary);
    const token = request.temperature === 0 ? best[row]! : chooseToken(ofRow, request, uniform);
    sequence.tokens.push(token);
    onToken?.(place, token);
  };
}

function finish({ tokens, stopTokens, hidden }: Running): SampledSequence {
  const finishReason = stopTokens.has(tokens.at(-1)!) ? "stop" : "length";
  return { tokens, finishReason, hidden: hidden.length === 0 ? null : concatenate(hidden) };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Requests one after another, as many at a time as go through the model at once. */
function prefillGroups(sequences: readonly Running[]): Running[][] {
  const groups: Running[][] = [];
  let longestPrompt = 0;
  for (const sequence of sequences) {
    const group = groups.at(-1);
    longestPrompt = Math.max(longestPrompt, sequence.request.promptTokens.length);
    if (group && (group.length + 1) * longestPrompt <= prefillTokens) {
      group.push(sequence);
    } else {
      groups.push([sequence]);
      longestPrompt = sequence.request.promptTokens.length;
    }
  }
  return groups;
}

/** Prompts that occur several times (several samples of one prompt) are run once. */
function distinctPrompts(group: readonly Running[]): { prompts: (readonly number[])[]; promptOf: Int32Array } {
  const places = new Map<string, number>();
  const prompts: (readonly number[])[] = [];
  const promptOf = Int32Array.from(group, ({ request }) => {
    const key = request.promptTokens.join(",");
    let place = places.get(key);
    if (place === undefined) {
      place = prompts.push(request.promptTokens) - 1;
      places.set(key, place);
    }
    return place;
  });
  return { prompts, promptOf };
}
