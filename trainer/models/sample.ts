/** Sampling with a key-value cache: batched, unequal prompt lengths, a seed per sequence. */
import type { LanguageModel } from "./language-model.ts";

export interface SampleRequest {
  promptTokens: readonly number[];
  /** 0: greedy. */
  temperature: number;
  /** 1: off. */
  topP: number;
  /** 0: off. */
  topK: number;
  maxNewTokens: number;
  /** 32-bit. The same seed gives the same sequence, whatever else is in the batch. */
  seed: number;
  /** Default: the tokenizer's stop tokens. The stop token is part of the result. */
  stopTokens?: readonly number[];
}

export interface SampledSequence {
  /** With the stop token, where one was sampled. */
  tokens: number[];
  finishReason: "stop" | "length";
  /**
   * [promptTokens + tokens − 1, width] row by row, the trunk's activations, where `keepHidden` was set: of every token
   * but the last, whose activations nobody needs to predict anything; see `stackHidden`.
   */
  hidden: Float32Array | null;
}

export interface SampleOptions {
  /** Called after each step for each sequence that is not finished. */
  onToken?: (request: number, token: number) => void;
  keepHidden?: boolean;
  /** Stops between two steps; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Holds weights laid out for decoding. A sampler reads the top's variables once: after training, make a new one or
 * call `refresh`. Gives way to the event loop between steps.
 */
export interface Sampler {
  sample(requests: readonly SampleRequest[], options?: SampleOptions): Promise<SampledSequence[]>;
  refresh(): void;
  dispose(): void;
}

export declare function createSampler(model: LanguageModel): Sampler;
