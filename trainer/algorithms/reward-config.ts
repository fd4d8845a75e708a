import type { Schedule } from "../math/schedule.ts";
import { type LoraConfig, loraDefaults } from "../models/lora.ts";

/** Settings of reward-model training. Those that an admin sets have the same names in lib/rounds/settings.ts. */
export interface RewardConfig {
  /** Every draw derives from it. */
  seed: number;
  /**
   * Reward models in the ensemble, 1 to 5. Each owns its top blocks and head, and of several each learns from a bootstrap
   * of the prompts: linear heads on the same features would hardly disagree.
   */
  members: number;
  /** Adam's peak step. */
  learningRate: number;
  /** Passes over the comparisons; null: by how many there are, see `passesOf`. */
  epochs: number | null;
  /** Prompts per optimiser step; all comparisons of a prompt stay together. */
  promptsPerBatch: number;
  /** Course of the learning rate over all steps. */
  schedule: Schedule;
  /** Decoupled weight decay of matrices. */
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 turns it off. */
  maxGradientNorm: number;
  /** Train adapters of this rank beside the frozen blocks; rank 0 trains the blocks. */
  lora: LoraConfig;
}

export const rewardDefaults: RewardConfig = {
  seed: 1,
  members: 3,
  learningRate: 5e-4,
  epochs: null,
  promptsPerBatch: 8,
  schedule: { kind: "cosine", warmupSteps: 2, finalFraction: 0.1 },
  weightDecay: 0.01,
  maxGradientNorm: 1,
  lora: loraDefaults,
};

/**
 * Passes of so many steps each: as given, else as many as make some 60 steps, one to three. InstructGPT found more than one to
 * overfit at 33k prompts (arXiv:2203.02155, section C.2). Three learn 500 pairs by heart and predict others no better; over 100
 * it makes no difference (docs/performance.md), and a first round's thirty would be a handful of steps.
 */
export function passesOf(stepsPerPass: number, epochs: number | null): number {
  return epochs ?? Math.min(3, Math.ceil(60 / stepsPerPass));
}
