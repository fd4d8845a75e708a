/**
 * The frozen lower part of a model: token embedding and the blocks below the trained ones. One copy is shared by
 * policy, reference, reward and value model; its activations can be computed once and reused by all of them.
 */
import type { Tensor2D, Tensor3D } from "../tensor/backend.ts";
import type { Architecture } from "./architecture.ts";
import type { Batch } from "./batch.ts";

export interface Trunk {
  readonly architecture: Architecture;
  /** How many blocks the trunk holds; the top has the other `architecture.layers - layers`. */
  readonly layers: number;
  /** SHA-256 over names, shapes and float32 bytes of the trunk's weights: equal for equal trunks, whatever the file. */
  readonly hash: string;
  /** [vocabulary, width] */
  readonly embedding: Tensor2D;
  /**
   * Activations at the trunk's upper end, [sequences, length, width] float32. No gradient flows into the trunk. They
   * may be kept and reused for every top on a trunk with the same hash. The caller disposes them.
   */
  forward(batch: Batch): Tensor3D;
  dispose(): void;
}
