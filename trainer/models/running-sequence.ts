/** A sequence while it is being sampled. */
import { createRandom, type Random } from "../math/random.ts";

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
  /** Stops between two steps; the promise rejects with the signal's reason. Other calls go on. */
  signal?: AbortSignal;
}

export class RunningSequence {
  readonly request: SampleRequest;
  readonly options: SampleOptions;
  readonly random: Random;
  readonly tokens: number[] = [];
  readonly result: Promise<SampledSequence>;
  private readonly place: number;
  private readonly stopTokens: ReadonlySet<number>;
  private readonly limit: number;
  private readonly hidden: Float32Array[] = [];
  private resolve!: (result: SampledSequence) => void;
  private reject!: (error: unknown) => void;
  private ended = false;

  /** @param place among the requests of one call */
  constructor(
    request: SampleRequest,
    place: number,
    options: SampleOptions,
    model: { stopTokens: readonly number[]; context: number },
  ) {
    this.request = request;
    this.place = place;
    this.options = options;
    this.random = createRandom(request.seed);
    this.stopTokens = new Set(request.stopTokens ?? model.stopTokens);
    this.limit = Math.min(request.maxNewTokens, model.context - request.promptTokens.length);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Prompt and answer so far. */
  get length(): number {
    return this.request.promptTokens.length + this.tokens.length;
  }

  /** Whether nothing more is to be drawn. */
  get isFinished(): boolean {
    return this.ended || this.tokens.length >= this.limit || this.stopTokens.has(this.tokens.at(-1) ?? -1);
  }

  /** Whether nothing is left to do: the last token's activations cost one more step. */
  get isComplete(): boolean {
    // The prompt's rows are one entry, each token's another.
    return this.ended || (this.isFinished && (!this.options.keepHidden || this.hidden.length > this.tokens.length));
  }

  addHidden(rows: Float32Array): void {
    if (this.options.keepHidden && !this.isComplete) this.hidden.push(rows);
  }

  addToken(token: number): void {
    this.tokens.push(token);
    try {
      this.options.onToken?.(this.place, token);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Hands out the result, once. */
  complete(): void {
    if (this.ended) return;
    this.ended = true;
    const finishReason = this.stopTokens.has(this.tokens.at(-1)!) ? "stop" : "length";
    this.resolve({
      tokens: this.tokens,
      finishReason,
      hidden: this.options.keepHidden ? concatenate(this.hidden) : null,
    });
  }

  fail(error: unknown): void {
    this.ended = true;
    this.reject(error);
  }

  failIfAborted(): void {
    if (!this.ended && this.options.signal?.aborted) this.fail(this.options.signal.reason);
  }
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
