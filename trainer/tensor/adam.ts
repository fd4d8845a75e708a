/** AdamW, in place, moments keyed by variable name. */
import type { NamedTensorMap, Variable } from "./backend.ts";

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  /** Default 1e-5, as in the published RLHF runs. */
  epsilon?: number;
  /** Decoupled (AdamW); default 0. Norm weights and biases (rank 1) are never decayed. */
  weightDecay?: number;
  /** Gradients are scaled down to this global L2 norm; default 1; 0 turns clipping off. */
  maxGradientNorm?: number;
}

export interface AdamStep {
  /** Global L2 norm before clipping. */
  gradientNorm: number;
  /** False where the norm was not finite: then nothing was changed. */
  applied: boolean;
}

/** Everything needed to go on exactly: moments as float32 by variable name, and the step count. */
export interface AdamState {
  step: number;
  moments: Record<string, { first: Float32Array; second: Float32Array }>;
}

export interface Adam {
  /** One update; disposes the gradients. `gradients` by variable name (the map's key, not `variable.name`). */
  apply(gradients: NamedTensorMap, learningRate: number): AdamStep;
  exportState(): AdamState;
  importState(state: AdamState): void;
  dispose(): void;
}

export declare function createAdam(variables: ReadonlyMap<string, Variable>, options?: AdamOptions): Adam;

/**
 * Value and gradients of `loss` in the given variables, by key. Everything else it allocates is disposed.
 */
export declare function valueAndGradients(
  variables: ReadonlyMap<string, Variable>,
  loss: () => import("./backend.ts").Scalar,
): { value: number; gradients: NamedTensorMap };
