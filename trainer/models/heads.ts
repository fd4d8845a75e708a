/** What stands on a top: token log-probabilities (language-model head) and scalar scores (reward and value head). */
import { createRandom } from "../math/random.ts";
import { type Tensor1D, type Tensor2D, type Tensor3D, tf, type Variable } from "../tensor/backend.ts";
import { gatherRows } from "../tensor/kernels.ts";
import { linear } from "../tensor/linear.ts";
import { tokenLogProbabilities } from "../tensor/token-log-probabilities.ts";
import { type Batch, lastPositions } from "./batch.ts";
import { createVariable } from "./create-variable.ts";
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
  /** Default false: entropies cost more passes over the logits, and a gradient through them another product. */
  entropy?: boolean;
}

/**
 * Log-probabilities of the completion tokens, differentiable in the top's variables. Only the rows that predict them
 * meet the vocabulary.
 * @param hidden of the trunk, [sequences, length, width]
 */
export function tokenLogProbs(
  top: Top,
  hidden: Tensor3D,
  batch: Batch,
  { temperature = 1, entropy = false }: TokenLogProbsOptions = {},
): TokenLogProbs {
  return tokenLogProbsOf(top, top.forward(hidden, batch), batch, { temperature, entropy });
}

/** The same from what `top.forward` gave, where that is needed for something else too. */
export function tokenLogProbsOf(
  top: Top,
  outputs: Tensor3D,
  batch: Batch,
  { temperature = 1, entropy = false }: TokenLogProbsOptions = {},
): TokenLogProbs {
  return tokenLogProbabilities(gatherRows(asRows(outputs), batch.positions), top.outputHead, batch.targets, {
    temperature,
    entropy,
    compute: top.compute,
    trainHead: top.trainsOutputHead,
  });
}

/** A linear map from the top's width to one number, without bias; stored as `score.weight` [1, width]. */
export class ScalarHead {
  readonly weight: Variable;

  constructor(values: Float32Array) {
    this.weight = tf.tidy(() => createVariable(scoreName, tf.tensor2d(values, [1, values.length])));
  }

  clone(): ScalarHead {
    return new ScalarHead(this.weight.dataSync<"float32">());
  }

  dispose(): void {
    this.weight.dispose();
  }
}

/** As Hugging Face's …ForSequenceClassification calls it; the key for it in a map of variables. */
export const scoreName = "score.weight";

/**
 * @param initial "zero" for value heads; a seed for reward heads: N(0, 1/√(width+1)) (Stiennon et al. 2020, appendix B).
 */
export function createScalarHead(width: number, initial: "zero" | { normal: { seed: number } }): ScalarHead {
  if (initial === "zero") return new ScalarHead(new Float32Array(width));
  const random = createRandom(initial.normal.seed);
  return new ScalarHead(Float32Array.from({ length: width }, () => random.normal() / Math.sqrt(width + 1)));
}

/**
 * Scores, differentiable in top and head.
 * - "last": [sequences], at the last real token of each sequence, the end-of-sequence token where there is one (reward);
 * - "completion": [N], at the token before each completion token, aligned with `tokenLogProbs` (value).
 */
export function scores(
  top: Top,
  head: ScalarHead,
  hidden: Tensor3D,
  batch: Batch,
  at: "last" | "completion",
): Tensor1D {
  return scoresOf(head, top.forward(hidden, batch), batch, at);
}

/** The same from what `top.forward` gave. */
export function scoresOf(head: ScalarHead, outputs: Tensor3D, batch: Batch, at: "last" | "completion"): Tensor1D {
  const rows = gatherRows(asRows(outputs), at === "last" ? lastPositions(batch) : batch.positions);
  return tf.squeeze<Tensor1D>(linear(rows, head.weight as unknown as Tensor2D), [1]);
}

function asRows(outputs: Tensor3D): Tensor2D {
  return tf.reshape(outputs, [-1, outputs.shape[2]]);
}
