import { createRandom, seedOf } from "../math/random.ts";
import type { Sampler } from "../models/sample.ts";
import type { CachedSequence } from "./activations.ts";

/** A prompt as tokens, up to and including the header of the assistant's answer. */
export interface TrainingPrompt {
  id: string;
  tokens: readonly number[];
}

/** One sampled completion, with the trunk's activations that sampling left behind. */
export interface Rollout extends CachedSequence {
  promptId: string;
  /** Completion tokens, with the stop token where one was sampled. */
  completion: readonly number[];
  /** Whether the model stopped by itself. */
  ended: boolean;
}

/**
 * The prompts of an update: the data set is reshuffled each time it is exhausted, so every prompt is met equally often
 * (Huang et al. 2024, arXiv:2403.17031, detail 17). A function of seed and update alone.
 */
export function promptsOfUpdate<Prompt>(
  prompts: readonly Prompt[],
  seed: number,
  update: number,
  count: number,
): Prompt[] {
  const chosen: Prompt[] = [];
  let pass = -1;
  let order: Prompt[] = [];
  for (let position = update * count; position < (update + 1) * count; position++) {
    const needed = Math.floor(position / prompts.length);
    if (needed !== pass) {
      pass = needed;
      order = createRandom(seedOf(seed, "prompts", pass)).shuffle(prompts);
    }
    chosen.push(order[position % prompts.length]!);
  }
  return chosen;
}

/**
 * Samples one completion per prompt at top-p 1 and top-k 0, where the policy gradient is that of the distribution
 * actually sampled from. The seed of each derives from `seedParts` and its place.
 */
export async function sampleRollouts(
  sampler: Sampler,
  prompts: readonly TrainingPrompt[],
  options: {
    temperature: number;
    maxNewTokens: number;
    seedParts: readonly (string | number)[];
    signal?: AbortSignal;
  },
): Promise<Rollout[]> {
  const sampled = await sampler.sample(
    prompts.map(({ tokens }, place) => ({
      promptTokens: tokens,
      temperature: options.temperature,
      topP: 1,
      topK: 0,
      maxNewTokens: options.maxNewTokens,
      seed: seedOf(...options.seedParts, place),
    })),
    { signal: options.signal, keepHidden: true },
  );
  return sampled.map(({ tokens, finishReason, hidden }, place) => {
    const prompt = prompts[place]!;
    return {
      promptId: prompt.id,
      tokens: [...prompt.tokens, ...tokens],
      promptLength: prompt.tokens.length,
      completion: tokens,
      hidden: hidden!,
      ended: finishReason === "stop",
    };
  });
}
