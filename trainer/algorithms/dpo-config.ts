import type { Schedule } from "../math/schedule.ts";
import { type LoraConfig, loraDefaults } from "../models/lora.ts";

/** Settings of direct preference optimisation. */
export interface DpoConfig {
  /** Every draw derives from it. */
  seed: number;
  /** "sigmoid": DPO (Rafailov et al. 2023); "ipo": Azar et al. 2023. */
  loss: "sigmoid" | "ipo";
  /** How strongly the policy is held to the reference: β of DPO, τ of IPO. */
  beta: number;
  /** ε of conservative DPO: labels are taken to be wrong with this probability; 0 trusts them. */
  labelSmoothing: number;
  /** Adam's peak step. */
  learningRate: number;
  /** Passes over the comparisons. */
  epochs: number;
  /** Prompts per optimiser step; all comparisons of a prompt stay together. */
  promptsPerBatch: number;
  /** Course of the learning rate over all steps. */
  schedule: Schedule;
  /** Gradients are scaled down to this global L2 norm; 0 turns it off. */
  maxGradientNorm: number;
  /** Train adapters of this rank beside the frozen blocks; rank 0 trains the blocks. */
  lora: LoraConfig;
}

export const dpoDefaults: DpoConfig = {
  seed: 1,
  loss: "sigmoid",
  beta: 0.1,
  labelSmoothing: 0,
  learningRate: 2e-5,
  epochs: 2,
  promptsPerBatch: 8,
  schedule: { kind: "cosine", warmupSteps: 2, finalFraction: 0.1 },
  maxGradientNorm: 1,
  lora: loraDefaults,
};
