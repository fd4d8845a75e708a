import { estimateRewards, type RewardModel } from "../algorithms/reward-model.ts";
import { type Rollout, sampleRollouts, type TrainingPrompt } from "../algorithms/rollout.ts";
import { mean, standardError } from "../math/statistics.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { Top } from "../models/top.ts";
import { klOf } from "./held-out.ts";

export interface WatchConfig {
  /** The same at each evaluation, so that only the policy differs. */
  seed: number;
  samplesPerPrompt: number;
  temperature: number;
  maxNewTokens: number;
}

/** What a policy's answers to the same held-out prompts come to after so many updates. */
export interface Evaluation {
  /** Updates made before it. */
  update: number;
  /** KL to the reference, nats per answer. */
  kl: { k1: number; k3: number };
  /** Mean reward by the model that the policy learns from. */
  proxy: number;
  /** Mean reward by the gold model per prompt; null without one. */
  gold: number[] | null;
}

export interface WatchedAnswer {
  promptId: string;
  completion: readonly number[];
  /** By the model that the policy learns from. */
  reward: number;
}

/** Has the policy answer the prompts as it is now, and judges the answers by proxy and gold model. */
export async function watchPolicy(
  config: WatchConfig,
  models: { policy: LanguageModel; reference: Top; proxy: RewardModel; gold: RewardModel | null },
  prompts: readonly TrainingPrompt[],
  update: number,
): Promise<{ evaluation: Evaluation; answers: WatchedAnswer[] }> {
  const { policy, reference, proxy, gold } = models;
  const { padToken } = policy.tokenizer;
  const { samplesPerPrompt, temperature } = config;
  const asked = prompts.flatMap((prompt) => Array.from({ length: samplesPerPrompt }, () => prompt));
  const sampler = new Sampler(policy);
  let rollouts: Rollout[];
  try {
    rollouts = await sampleRollouts(sampler, asked, { ...config, seedParts: [config.seed, "watch"] });
  } finally {
    sampler.dispose();
  }
  const rewardsBy = (model: RewardModel) => estimateRewards(model, rollouts, padToken).map(({ reward }) => reward);
  const rewards = rewardsBy(proxy);
  const goldRewards = gold && rewardsBy(gold);
  const kl = klOf(rollouts, policy.top, reference, temperature, padToken);
  return {
    evaluation: {
      update,
      kl: { k1: mean(kl.map(({ k1 }) => k1)), k3: mean(kl.map(({ k3 }) => k3)) },
      proxy: mean(rewards),
      gold:
        goldRewards &&
        prompts.map((_, place) => mean(goldRewards.slice(place * samplesPerPrompt, (place + 1) * samplesPerPrompt))),
    },
    answers: rollouts.map(({ promptId, completion }, place) => ({ promptId, completion, reward: rewards[place]! })),
  };
}

/** An evaluation as figures, by the names in lib/rounds/metrics.ts. */
export function evaluationFigures({ kl, proxy, gold }: Evaluation): Record<string, number> {
  return {
    "held_out/kl": kl.k1,
    "held_out/kl_k3": kl.k3,
    "held_out/proxy": proxy,
    ...(gold && { "held_out/gold": mean(gold), "held_out/gold_standard_error": standardError(gold) }),
  };
}
