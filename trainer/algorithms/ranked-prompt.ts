import type { Pair } from "../math/bradley-terry.ts";
import { createRandom, seedOf } from "../math/random.ts";
import type { Sequence } from "../models/batch.ts";
import type { Trunk } from "../models/trunk.ts";
import { type CachedSequence, createActivationCache, ROWS_PER_PASS } from "./activations.ts";

/** A prompt with K ranked completions. */
export interface RankedPrompt {
  id: string;
  /**
   * Prompt and completion together; a finished completion ends with the end-of-text token. `hidden`, the trunk's
   * activations, may come along where sampling kept them.
   */
  completions: readonly (Sequence & { hidden?: Float32Array })[];
  /** Judgements by position in `completions`, every annotator's; at least one. Ties have target ½. */
  pairs: readonly (Pair & {
    /** Who said so, where that is known. */
    annotator?: string;
  })[];
}

export function completionLength({ tokens, promptLength }: Sequence): number {
  return tokens.length - promptLength;
}

/** Tokens of all completions, their prompts included. */
export function tokensOf(prompts: readonly RankedPrompt[]): number {
  return prompts.reduce((sum, { completions }) => completions.reduce((own, { tokens }) => own + tokens.length, sum), 0);
}

/** The trunk's activations of the completions of these prompts, as `createActivationCache` keeps them. */
export function createPromptCache(
  trunk: Trunk,
  padToken: number,
  prompts: readonly RankedPrompt[],
): (prompt: RankedPrompt) => CachedSequence[] {
  const cached = createActivationCache(
    trunk,
    padToken,
    prompts.flatMap(({ completions }) => completions),
  );
  return ({ completions }) => completions.map(cached);
}

/** The items of one optimiser step: a new order for each pass, batches of `size` one after another. */
export function batchOfStep<Item>(items: readonly Item[], seed: number, step: number, size: number): Item[] {
  const stepsPerEpoch = Math.ceil(items.length / size);
  const order = createRandom(seedOf(seed, "order", Math.floor(step / stepsPerEpoch))).shuffle(items);
  const first = (step % stepsPerEpoch) * size;
  return order.slice(first, first + size);
}

/** What a training run on rankings needs memory for, besides the model. */
export function sizeOfRankings(prompts: readonly RankedPrompt[], promptsPerBatch: number) {
  const completions = prompts.flatMap((prompt) => prompt.completions);
  const most = Math.max(...prompts.map((prompt) => prompt.completions.length));
  const length = Math.max(...prompts.map(longestOf));
  return {
    sequences: Math.min(promptsPerBatch, prompts.length) * most,
    length,
    rowsPerPass: Math.max(ROWS_PER_PASS, most * length),
    cachedTokens: completions.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
}

/**
 * Passes of at most `ROWS_PER_PASS` rows, padding included, unless one prompt has more: a prompt's completions stay together,
 * and prompts of similar length too, so that little is padded.
 */
export function groupByRows(prompts: readonly RankedPrompt[]): RankedPrompt[][] {
  const groups: RankedPrompt[][] = [];
  let sequences = 0;
  for (const prompt of prompts.toSorted((a, b) => longestOf(a) - longestOf(b))) {
    sequences += prompt.completions.length;
    const last = groups.at(-1);
    if (last && longestOf(prompt) * sequences <= ROWS_PER_PASS) {
      last.push(prompt);
    } else {
      groups.push([prompt]);
      sequences = prompt.completions.length;
    }
  }
  return groups;
}

const longestOf = ({ completions }: RankedPrompt) => Math.max(...completions.map(({ tokens }) => tokens.length));
