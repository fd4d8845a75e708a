import type { KlController } from "../math/kl-controller.ts";
import type { Schedule } from "../math/schedule.ts";
import { type LoraConfig, loraDefaults } from "../models/lora.ts";

/** Settings of PPO. Those that an admin sets have the same names in lib/rounds/settings.ts. */
export interface PpoConfig {
  /** Every draw derives from (seed, update, sample). */
  seed: number;
  /** Rounds of sampling and learning. */
  updates: number;
  /** Completions (episodes) per update, one per prompt. */
  batchSize: number;
  /** Optimiser steps per pass over a batch; each takes batchSize / minibatches completions, shuffled anew each pass. */
  minibatches: number;
  /** Passes over one batch of rollouts. */
  epochs: number;
  /** Longest completion, tokens. */
  maxNewTokens: number;
  /** Sampling temperature; all log-probabilities, the reference's too, are taken at it. */
  temperature: number;
  /** Adam's peak step for the policy. */
  learningRate: number;
  /** Adam's peak step for the value model, which has an optimiser of its own. */
  valueLearningRate: number;
  /** Course of both learning rates over the updates. */
  schedule: Schedule;
  /** Gradients are scaled down to this global L2 norm, policy and value each; 0 turns it off. */
  maxGradientNorm: number;
  /** β, the weight of the per-token KL penalty. It is meant for a reward of deviation 1. */
  klCoefficient: number;
  /** KL per completion that an adaptive β aims at, nats; null keeps β fixed. */
  klTarget: number | null;
  /** Completions over which an adaptive β would change by a factor of e at a constant relative error of 1. */
  klHorizon: number;
  /** An update's passes stop once a minibatch's approximate KL to the sampling policy exceeds this, nats; null never. */
  targetKl: number | null;
  /** ε of the policy's clipped objective. */
  clipRange: number;
  /** ε around the value at sampling time. */
  valueClipRange: number;
  /** γ of generalised advantage estimation; 1 for text. */
  gamma: number;
  /** λ of generalised advantage estimation. */
  lambda: number;
  /** Normalised score of a completion that did not end within maxNewTokens, in place of the reward model's; null keeps it. */
  missingEosScore: number | null;
  /** λ: the score is the reward ensemble's mean − λ·variance; 0 takes the mean alone. */
  rewardUncertaintyPenalty: number;
  /** Scale token rewards to unit variance before advantages are estimated. */
  whitenRewards: boolean;
  /** Give the advantages of an update mean 0 and variance 1. */
  whitenAdvantages: boolean;
  /** Weight of the language-modelling loss on the mix (PPO-ptx), beside the policy loss; 0 leaves it out. */
  ptxCoefficient: number;
  /** An update's KL that is this many times the usual one is a spike: back to the last good weights; null never. */
  klSpikeFactor: number | null;
  /** Train adapters of this rank beside the frozen blocks; rank 0 trains the blocks. */
  lora: LoraConfig;
}

/** How β moves under a configuration. */
export function klControllerOf({ klTarget, klHorizon }: PpoConfig): KlController {
  return klTarget === null ? { kind: "fixed" } : { kind: "adaptive", target: klTarget, horizon: klHorizon };
}

export const ppoDefaults: PpoConfig = {
  seed: 1,
  updates: 24,
  batchSize: 16,
  minibatches: 2,
  epochs: 4,
  maxNewTokens: 64,
  temperature: 1,
  learningRate: 2e-5,
  valueLearningRate: 1e-4,
  schedule: { kind: "linear", warmupSteps: 0, finalFraction: 0.1 },
  maxGradientNorm: 1,
  klCoefficient: 0.05,
  klTarget: null,
  klHorizon: 10_000,
  targetKl: null,
  clipRange: 0.2,
  valueClipRange: 0.2,
  gamma: 1,
  lambda: 0.95,
  missingEosScore: -1,
  rewardUncertaintyPenalty: 0,
  whitenRewards: false,
  whitenAdvantages: true,
  ptxCoefficient: 0,
  klSpikeFactor: 4,
  lora: loraDefaults,
};
