/**
 * The trained upper part of a model: the top blocks and the final norm, as variables named as in Hugging Face.
 * Policy, reference, reward and value model are tops on one trunk.
 */
import type { Tensor3D, Variable } from "../tensor/backend.ts";
import type { Batch } from "./batch.ts";
import type { Trunk } from "./trunk.ts";

/** float32 keeps golden tolerances; bfloat16 multiplies matrices in half the time with float32 master weights. */
export type ComputeType = "float32" | "bfloat16";

export interface Top {
  readonly trunk: Trunk;
  /** Hugging Face name (`model.layers.26.self_attn.q_proj.weight`) → variable. An untied head is among them. */
  readonly variables: ReadonlyMap<string, Variable>;
  compute: ComputeType;
  /** [sequences, length, width] of the trunk → the same shape after the top blocks and the final norm. */
  forward(hidden: Tensor3D, batch: Batch): Tensor3D;
  /** A copy with variables of its own: a reference from a policy, a reward model from a reference. */
  clone(): Top;
  /** Copies the weights of another top on the same trunk into this one. */
  assign(other: Top): void;
  dispose(): void;
}
