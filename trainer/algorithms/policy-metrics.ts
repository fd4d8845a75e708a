import { mean, standardDeviation, standardError } from "../math/statistics.ts";
import { completionKl, type Episode } from "./episode.ts";

/** What one minibatch showed of the policy, over its completion tokens only: there is no padding to dilute it. */
export interface PolicyStatistics {
  loss: number;
  /** ½·mean (log π_new − log π_old)², nats. */
  approximateKl: number;
  /** Share of tokens at which the objective was clipped. */
  clipped: number;
  ratios: readonly number[];
  gradientNorm: number;
}

/** Metrics of one update of a policy, under TRL's names where TRL has one. KL is in nats. */
export interface PolicyMetrics {
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
  /** Mean over completions of the reward ensemble's deviation, normalised units; 0 for one member. */
  "objective/ensemble_std": number;
  reward_std: number;
  "policy/approxkl_avg": number;
  "policy/clipfrac_avg": number;
  /** Mean entropy per token of the sampling policy. */
  "policy/entropy_avg": number;
  "loss/policy_avg": number;
  /** Mean ratio; far from 1 means too large steps. */
  "val/ratio": number;
  "val/ratio_var": number;
  "val/ratio_max": number;
  "val/num_eos_tokens": number;
  /** Largest before clipping, policy's. */
  grad_norm: number;
  /** Optimiser steps made in this update; fewer than epochs × minibatches after a target-KL stop. */
  "policy/steps": number;
  "completions/mean_length": number;
  /** Share of completions that did not end by themselves. */
  "completions/clipped_ratio": number;
  /** Of those that ended; 0 where none did. */
  "completions/mean_terminated_length": number;
}

/** Metrics of one update from its episodes and the minibatches run on them, if any. */
export function policyMetrics(
  episodes: readonly Episode[],
  minibatches: readonly PolicyStatistics[],
  context: { episode: number; seconds: number; learningRate: number; klCoefficient: number },
): PolicyMetrics {
  const kl = episodes.map(completionKl);
  const k1 = kl.map((estimate) => estimate.k1);
  const scores = episodes.map((episode) => episode.score);
  const lengths = episodes.map(({ completion }) => completion.length);
  const ended = episodes.filter((episode) => episode.ended);
  const ratios = minibatches.flatMap((minibatch) => minibatch.ratios);
  const average = (of: (minibatch: PolicyStatistics) => number) =>
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
    "objective/entropy": mean(episodes.map(({ logProbs }) => -logProbs.reduce((sum, logProb) => sum + logProb, 0))),
    "objective/non_score_reward": -context.klCoefficient * mean(k1),
    "objective/rlhf_reward": mean(scores) - context.klCoefficient * mean(k1),
    "objective/scores": mean(scores),
    "objective/model_scores": mean(episodes.map(({ modelScore }) => modelScore)),
    "objective/ensemble_std": mean(episodes.map(({ rewardDeviation }) => rewardDeviation)),
    reward_std: standardDeviation(scores),
    "policy/approxkl_avg": average((minibatch) => minibatch.approximateKl),
    "policy/clipfrac_avg": average((minibatch) => minibatch.clipped),
    "policy/entropy_avg": mean(episodes.flatMap(({ entropy }) => Array.from(entropy))),
    "loss/policy_avg": average((minibatch) => minibatch.loss),
    "val/ratio": ratio,
    "val/ratio_var": ratios.length === 0 ? 0 : mean(ratios.map((value) => (value - ratio) ** 2)),
    "val/ratio_max": ratios.length === 0 ? 1 : ratios.reduce((largest, value) => Math.max(largest, value), 0),
    "val/num_eos_tokens": ended.length,
    grad_norm: minibatches.reduce((largest, { gradientNorm }) => Math.max(largest, gradientNorm), 0),
    "policy/steps": minibatches.length,
    "completions/mean_length": mean(lengths),
    "completions/clipped_ratio": 1 - ended.length / episodes.length,
    "completions/mean_terminated_length":
      ended.length === 0 ? 0 : mean(ended.map(({ completion }) => completion.length)),
  };
}
