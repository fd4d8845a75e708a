import { bestOfNKl } from "../math/kl.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import { estimateRewards, type RewardModel } from "./reward-model.ts";
import { type Rollout, sampleRollouts, type TrainingPrompt } from "./rollout.ts";

/** Settings of best-of-n sampling. */
export interface BestOfNConfig {
  /** Every draw derives from (seed, prompt, sample). */
  seed: number;
  /** n, completions drawn per prompt. */
  samples: number;
  /** Longest completion, tokens. */
  maxNewTokens: number;
  temperature: number;
  /** Whether a completion that did not end may win; where none ended, the best of them does. */
  endedOnly: boolean;
}

export const bestOfNDefaults: BestOfNConfig = {
  seed: 1,
  samples: 8,
  maxNewTokens: 128,
  temperature: 1,
  endedOnly: true,
};

export interface BestCompletion {
  promptId: string;
  /** The winner, with its activations: a demonstration for SFT. */
  best: Rollout;
  /** Normalised reward of the winner. */
  reward: number;
  /** Normalised rewards of all n. */
  rewards: number[];
}

/**
 * Draws n completions per prompt and keeps the one with the highest reward. Fine-tuning on the winners with `sft.ts` is
 * rejection sampling (Llama 2, arXiv:2307.09288, section 3.2.3). KL of the winners' distribution to the model's is at most
 * log n − (n − 1)/n nats.
 */
export async function bestOfN(
  settings: Partial<BestOfNConfig>,
  { model, reward }: { model: LanguageModel; reward: RewardModel },
  prompts: readonly TrainingPrompt[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ completions: BestCompletion[]; klBound: number }> {
  const config = { ...bestOfNDefaults, ...settings };
  const sampler = new Sampler(model);
  const completions: BestCompletion[] = [];
  try {
    for (const prompt of prompts) {
      const rollouts = await sampleRollouts(sampler, new Array<TrainingPrompt>(config.samples).fill(prompt), {
        ...config,
        seedParts: [config.seed, "best of n", prompt.id],
        signal,
      });
      const rewards = estimateRewards(reward, rollouts, model.tokenizer.padToken).map((estimate) => estimate.reward);
      const ended = rollouts.flatMap((rollout, place) => (rollout.ended ? [place] : []));
      const candidates = config.endedOnly && ended.length > 0 ? ended : rollouts.map((_, place) => place);
      const winner = candidates.reduce((best, place) => (rewards[place]! > rewards[best]! ? place : best));
      completions.push({ promptId: prompt.id, best: rollouts[winner]!, reward: rewards[winner]!, rewards });
    }
  } finally {
    sampler.dispose();
  }
  return { completions, klBound: bestOfNKl(config.samples) };
}
