/** What stands on a top: token log-probabilities (language-model head) and scalar scores (reward and value head). */
import type { Tensor1D, Tensor3D, Variable } from "../tensor/backend.ts";
import type { Batch } from "./batch.ts";
import type { Top } from "./top.ts";

export interface TokenLogProbs {
  /** [N], of the batch's completion tokens, at the given temperature. */
  logProbs: Tensor1D;
  /** [N], in nats, of the whole distribution at the same temperature; null unless asked for. */
  entropy: Tensor1D | null;
}

export interface TokenLogProbsOptions {
  /** Logits are divided by it: pass the sampling temperature, for policy and reference alike. Default 1. */
  temperature?: number;
  /** Default false: entropies cost an extra product with the vocabulary when a gradient is wanted. */
  entropy?: boolean;
}

/** Log-probabilities of the completion tokens, differentiable in the top's variables; only those rows meet the vocabulary. */
export declare function tokenLogProbs(
  top: Top,
  hidden: Tensor3D,
  batch: Batch,
  options?: TokenLogProbsOptions,
): TokenLogProbs;

/** A linear map from the top's width to one number, without bias; stored as `score.weight` [1, width]. */
export interface ScalarHead {
  readonly weight: Variable;
  clone(): ScalarHead;
  dispose(): void;
}

/**
 * @param initial "normal": N(0, 1/√(width+1)) as for reward heads (Stiennon et al. 2020, appendix B); "zero" for value heads.
 */
export declare function createScalarHead(width: number, initial: "zero" | { normal: { seed: number } }): ScalarHead;

/**
 * Scores, differentiable in top and head.
 * - "last": [sequences], at the last real token of each sequence, the end-of-sequence token where there is one (reward);
 * - "completion": [N], at the token before each completion token, aligned with `tokenLogProbs` (value).
 */
export declare function scores(
  top: Top,
  head: ScalarHead,
  hidden: Tensor3D,
  batch: Batch,
  at: "last" | "completion",
): Tensor1D;
