import type { Schedule } from "../math/schedule.ts";
import { type LoraConfig, loraDefaults } from "../models/lora.ts";

/** Settings that RLOO and GRPO share; the names are PPO's. */
export interface GroupPolicyConfig {
  /** Every draw derives from (seed, update, sample). */
  seed: number;
  /** Rounds of sampling and learning. */
  updates: number;
  /** Prompts per update. */
  promptsPerBatch: number;
  /** Completions of each prompt, compared with each other; at least 2. */
  completionsPerPrompt: number;
  /** Optimiser steps per pass over a batch. */
  minibatches: number;
  /** Passes over one batch of rollouts. */
  epochs: number;
  /** Longest completion, tokens. */
  maxNewTokens: number;
  /** Sampling temperature; all log-probabilities are taken at it. */
  temperature: number;
  /** Adam's peak step. */
  learningRate: number;
  /** Course of the learning rate over the updates. */
  schedule: Schedule;
  /** Gradients are scaled down to this global L2 norm; 0 turns it off. */
  maxGradientNorm: number;
  /** β, the weight of the KL penalty, for a reward of deviation 1. */
  klCoefficient: number;
  /** ε of the clipped objective. */
  clipRange: number;
  /** Normalised score of a completion that did not end within maxNewTokens; null keeps the reward model's. */
  missingEosScore: number | null;
  /** λ: the score is the reward ensemble's mean − λ·variance. */
  rewardUncertaintyPenalty: number;
  /** An update's KL that is this many times the usual one is a spike: back to the last good weights; null never. */
  klSpikeFactor: number | null;
  /** Train adapters of this rank beside the frozen blocks; rank 0 trains the blocks. */
  lora: LoraConfig;
}

export const groupPolicyDefaults: GroupPolicyConfig = {
  seed: 1,
  updates: 24,
  promptsPerBatch: 4,
  completionsPerPrompt: 4,
  minibatches: 2,
  epochs: 2,
  maxNewTokens: 64,
  temperature: 1,
  learningRate: 2e-5,
  schedule: { kind: "linear", warmupSteps: 0, finalFraction: 0.1 },
  maxGradientNorm: 1,
  klCoefficient: 0.05,
  clipRange: 0.2,
  missingEosScore: -1,
  rewardUncertaintyPenalty: 0,
  klSpikeFactor: 4,
  lora: loraDefaults,
};

/** Settings of GRPO. */
export interface GrpoConfig extends GroupPolicyConfig {
  /** Divide by the group's deviation (Shao et al. 2024); false is Dr. GRPO (Liu et al. 2025), without the bias to easy prompts. */
  scaleRewards: boolean;
}

export const grpoDefaults: GrpoConfig = { ...groupPolicyDefaults, scaleRewards: true };
