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
  /** Passes over the comparisons; InstructGPT found more than one to overfit at 33k prompts, a few suit hundreds. */
  epochs: number;
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
  epochs: 3,
  promptsPerBatch: 8,
  schedule: { kind: "cosine", warmupSteps: 2, finalFraction: 0.1 },
  weightDecay: 0.01,
  maxGradientNorm: 1,
  lora: loraDefaults,
};
