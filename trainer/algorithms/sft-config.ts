import type { Schedule } from "../math/schedule.ts";
import { type LoraConfig, loraDefaults } from "../models/lora.ts";

/** Settings of supervised fine-tuning. */
export interface SftConfig {
  /** Every draw derives from it. */
  seed: number;
  /** Adam's peak step. */
  learningRate: number;
  /** Passes over the demonstrations. */
  epochs: number;
  /** Demonstrations per optimiser step. */
  batchSize: number;
  /** Course of the learning rate over all steps. */
  schedule: Schedule;
  /** Decoupled weight decay of matrices. */
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 turns it off. */
  maxGradientNorm: number;
  /** Train adapters of this rank beside the frozen blocks; rank 0 trains the blocks. */
  lora: LoraConfig;
}

export const sftDefaults: SftConfig = {
  seed: 1,
  learningRate: 1e-4,
  epochs: 2,
  batchSize: 16,
  schedule: { kind: "cosine", warmupSteps: 2, finalFraction: 0.1 },
  weightDecay: 0.01,
  maxGradientNorm: 1,
  lora: loraDefaults,
};
