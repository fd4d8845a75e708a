import { klEstimates } from "../math/kl.ts";
import { explainedVariance, mean, standardDeviation, standardError } from "../math/statistics.ts";
import type { Episode } from "./ppo-experience.ts";

/** What one minibatch showed, over its completion tokens only: there is no padding to dilute it. */
export interface MinibatchStatistics {
  policyLoss: number;
  valueLoss: number;
  /** ½·mean (log π_new − log π_old)², nats. */
  approximateKl: number;
  policyClipped: number;
  valueClipped: number;
  ratios: number[];
  policyGradientNorm: number;
  valueGradientNorm: number;
}

/** One update's metrics, under TRL's names where TRL has one. KL is in nats. */
export interface PpoMetrics {
  /** Completions so far. */
  episode: number;
  /** Completions per second of this update. */
  eps: number;
  lr: number;
  /** Per completion, the sum over tokens of log π − log reference (k1). */
  "objective/kl": number;
  "objective/kl_standard_error": number;
  /** The same by k3: never negative, less variance. */
  "objective/kl_k3": number;
  /** β. */
  "objective/kl_coef": number;
  /** Per completion, the sum over tokens of −log π. */
  "objective/entropy": number;
  /** Per completion, −β·KL. */
  "objective/non_score_reward": number;
  /** Score and KL penalty together: what is maximised; should rise. */
  "objective/rlhf_reward": number;
  /** Mean normalised score after the missing-EOS rule. */
  "objective/scores": number;
  /** Mean normalised score of the reward model alone. */
  "objective/model_scores": number;
  reward_std: number;
  "policy/approxkl_avg": number;
  "policy/clipfrac_avg": number;
  /** Mean entropy per token of the sampling policy. */
  "policy/entropy_avg": number;
  "loss/policy_avg": number;
  "loss/value_avg": number;
  "val/clipfrac_avg": number;
  /** Mean ratio; far from 1 means too large steps. */
  "val/ratio": number;
  "val/ratio_var": number;
  "val/ratio_max": number;
  /** Share of the returns' variance that the value model explains; NaN-free: 0 where returns are constant. */
  "val/explained_variance": number;
  "val/num_eos_tokens": number;
  /** Largest before clipping, policy's. */
  grad_norm: number;
  "val/grad_norm": number;
  /** Optimiser steps made in this update; fewer than epochs × minibatches after a target-KL stop. */
  "policy/steps": number;
  "completions/mean_length": number;
  /** Share of completions that did not end by themselves. */
  "completions/clipped_ratio": number;
  /** Of those that ended; 0 where none did. */
  "completions/mean_terminated_length": number;
}

const sum = (values: ArrayLike<number>) => {
  let total = 0;
  for (let position = 0; position < values.length; position++) total += values[position]!;
  return total;
};

/** KL of each completion to the reference, summed over its tokens: k1 and k3. */
export function completionKl({ logProbs, referenceLogProbs }: Pick<Episode, "logProbs" | "referenceLogProbs">): {
  k1: number;
  k3: number;
} {
  const total = { k1: 0, k3: 0 };
  for (const [token, logProb] of logProbs.entries()) {
    const { k1, k3 } = klEstimates(logProb, referenceLogProbs[token]!);
    total.k1 += k1;
    total.k3 += k3;
  }
  return total;
}

/** Metrics of one update from its episodes (advantages filled in) and the minibatches run on them, if any. */
export function summarise(
  episodes: readonly Episode[],
  minibatches: readonly MinibatchStatistics[],
  context: { episode: number; seconds: number; learningRate: number; klCoefficient: number },
): PpoMetrics {
  const kl = episodes.map(completionKl);
  const k1 = kl.map((estimate) => estimate.k1);
  const scores = episodes.map((episode) => episode.score);
  const lengths = episodes.map(({ completion }) => completion.length);
  const ended = episodes.filter((episode) => episode.ended);
  const returns = episodes.flatMap((episode) => episode.returns);
  const values = episodes.flatMap((episode) => Array.from(episode.values));
  const explained = explainedVariance(values, returns);
  const ratios = minibatches.flatMap((minibatch) => minibatch.ratios);
  const average = (of: (minibatch: MinibatchStatistics) => number) =>
    minibatches.length === 0 ? 0 : mean(minibatches.map(of));
  const ratio = ratios.length === 0 ? 1 : mean(ratios);
  return {
    episode: context.episode,
    eps: episodes.length / context.seconds,
    lr: context.learningRate,
    "objective/kl": mean(k1),
    "objective/kl_standard_error": standardError(k1),
    "objective/kl_k3": mean(kl.map((estimate) => estimate.k3)),
    "objective/kl_coef": context.klCoefficient,
    "objective/entropy": mean(episodes.map(({ logProbs }) => -sum(logProbs))),
    "objective/non_score_reward": -context.klCoefficient * mean(k1),
    "objective/rlhf_reward": mean(scores) - context.klCoefficient * mean(k1),
    "objective/scores": mean(scores),
    "objective/model_scores": mean(episodes.map(({ modelScore }) => modelScore)),
    reward_std: standardDeviation(scores),
    "policy/approxkl_avg": average((minibatch) => minibatch.approximateKl),
    "policy/clipfrac_avg": average((minibatch) => minibatch.policyClipped),
    "policy/entropy_avg": mean(episodes.flatMap(({ entropy }) => Array.from(entropy))),
    "loss/policy_avg": average((minibatch) => minibatch.policyLoss),
    "loss/value_avg": average((minibatch) => minibatch.valueLoss),
    "val/clipfrac_avg": average((minibatch) => minibatch.valueClipped),
    "val/ratio": ratio,
    "val/ratio_var": ratios.length === 0 ? 0 : mean(ratios.map((value) => (value - ratio) ** 2)),
    "val/ratio_max": ratios.reduce((largest, value) => Math.max(largest, value), ratios.length === 0 ? 1 : 0),
    "val/explained_variance": Number.isFinite(explained) ? explained : 0,
    "val/num_eos_tokens": ended.length,
    grad_norm: minibatches.reduce((largest, { policyGradientNorm }) => Math.max(largest, policyGradientNorm), 0),
    "val/grad_norm": minibatches.reduce((largest, { valueGradientNorm }) => Math.max(largest, valueGradientNorm), 0),
    "policy/steps": minibatches.length,
    "completions/mean_length": mean(lengths),
    "completions/clipped_ratio": 1 - ended.length / episodes.length,
    "completions/mean_terminated_length":
      ended.length === 0 ? 0 : mean(ended.map(({ completion }) => completion.length)),
  };
}
