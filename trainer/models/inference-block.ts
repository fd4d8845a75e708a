/**
 * A block laid out for running without gradients: weights transposed to [in, out], query, key and value side by side,
 * gate and up side by side. Holds exactly the same numbers as the Hugging Face tensors, so that they can be given back.
 */

import { causalMask } from "../tensor/attention.ts";
import { scoped, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "../tensor/backend.ts";
import {
  add,
  batchMultiply,
  gate,
  normalise,
  pairsAreNeighbours,
  project,
  type RotaryTable,
  reshape,
  rotate,
  softmax,
  splitInThree,
  transpose,
} from "../tensor/inference.ts";
import type { ComputeType } from "../tensor/linear.ts";
import { type Architecture, blockShapes } from "./architecture.ts";

export interface InferenceBlock {
  inputNorm: Tensor1D;
  /** [width, (heads + 2·keyValueHeads)·headSize] */
  queryKeyValue: Tensor2D;
  queryKeyValueBias: Tensor1D | null;
  /** [heads·headSize, width] */
  output: Tensor2D;
  feedForwardNorm: Tensor1D;
  /** [width, 2·feedForward] */
  gateAndUp: Tensor2D;
  /** [feedForward, width] */
  down: Tensor2D;
}

/** @param read a tensor by its Hugging Face name; it stays the caller's, and is not changed */
export function fuseBlock(architecture: Architecture, layer: number, read: (name: string) => Tensor): InferenceBlock {
  const prefix = `model.layers.${layer}`;
  const fused = tf.tidy(() => {
    const projection = (name: string, heads: number) => {
      const rows = read(`${prefix}.self_attn.${name}`);
      return pairsAreNeighbours && !name.startsWith("v") ? interleave(rows, heads) : rows;
    };
    const queryKeyValue = (kind: "weight" | "bias") =>
      tf.concat([
        projection(`q_proj.${kind}`, architecture.heads),
        projection(`k_proj.${kind}`, architecture.keyValueHeads),
        projection(`v_proj.${kind}`, architecture.keyValueHeads),
      ]);
    const plain = (name: string) => read(`${prefix}.${name}.weight`);
    return {
      inputNorm: tf.clone(plain("input_layernorm")),
      queryKeyValue: tf.transpose(queryKeyValue("weight")),
      ...(architecture.queryKeyValueBias ? { queryKeyValueBias: queryKeyValue("bias") } : {}),
      output: tf.transpose(plain("self_attn.o_proj")),
      feedForwardNorm: tf.clone(plain("post_attention_layernorm")),
      gateAndUp: tf.transpose(tf.concat([plain("mlp.gate_proj"), plain("mlp.up_proj")])),
      down: tf.transpose(plain("mlp.down_proj")),
    };
  }) as unknown as InferenceBlock;
  fused.queryKeyValueBias ??= null;
  for (const tensor of blockTensors(fused)) tf.keep(tensor);
  return fused;
}

/** The block's tensors as Hugging Face names and stores them, in the order of `blockShapes`. */
export function splitBlock(
  architecture: Architecture,
  layer: number,
  block: InferenceBlock,
): Record<string, Float32Array> {
  const { heads, keyValueHeads, headSize, feedForward } = architecture;
  return scoped(() => {
    const sizes = [heads * headSize, keyValueHeads * headSize, keyValueHeads * headSize];
    const queryKeyValue = (rows: Tensor) => {
      const [query, key, value] = tf.split(rows, sizes, 0) as [Tensor, Tensor, Tensor];
      return pairsAreNeighbours
        ? [uninterleave(query, heads), uninterleave(key, keyValueHeads), value]
        : [query, key, value];
    };
    const [gateRows, upRows] = tf.split(tf.transpose(block.gateAndUp), [feedForward, feedForward], 0) as [
      Tensor,
      Tensor,
    ];
    const inOrder = [
      block.inputNorm,
      ...queryKeyValue(tf.transpose(block.queryKeyValue)),
      ...(block.queryKeyValueBias ? queryKeyValue(block.queryKeyValueBias) : []),
      tf.transpose(block.output),
      block.feedForwardNorm,
      gateRows,
      upRows,
      tf.transpose(block.down),
    ];
    const names = Object.keys(blockShapes(architecture, layer));
    return Object.fromEntries(names.map((name, position) => [name, inOrder[position]!.dataSync<"float32">().slice()]));
  });
}

export function blockTensors(block: InferenceBlock): Tensor[] {
  return Object.values(block).filter((tensor): tensor is Tensor => tensor !== null);
}

/** Row h·headSize/2 + i of a head goes to 2i + h: rotary pairs become neighbours. */
function interleave(rows: Tensor, heads: number): Tensor {
  return swapHalfAndPair(rows, [heads, 2, rows.shape[0]! / heads / 2]);
}

function uninterleave(rows: Tensor, heads: number): Tensor {
  return swapHalfAndPair(rows, [heads, rows.shape[0]! / heads / 2, 2]);
}

function swapHalfAndPair(rows: Tensor, split: readonly [number, number, number]): Tensor {
  return tf.reshape(tf.transpose(tf.reshape(rows, [...split, -1]), [0, 2, 1, 3]), rows.shape);
}

/** Softmax attention over the fused projections of one block; how keys are kept differs between batch and decoding. */
export type Attend = (queryKeyValue: Tensor2D) => Tensor2D;

/**
 * x after one block, as a new tensor.
 * @param x [rows, width]
 * @param attend [rows, (heads + 2·keyValueHeads)·headSize] → [rows, heads·headSize]
 */
export function runBlock(
  block: InferenceBlock,
  x: Tensor2D,
  epsilon: Tensor,
  attend: Attend,
  compute: ComputeType,
): Tensor2D {
  return tf.tidy(() => {
    const projected = project(normalise(x, block.inputNorm, epsilon), block.queryKeyValue, compute);
    const queryKeyValue = block.queryKeyValueBias ? add(projected, block.queryKeyValueBias) : projected;
    const afterAttention = add(x, project(attend(queryKeyValue), block.output, compute));
    const gated = gate(project(normalise(afterAttention, block.feedForwardNorm, epsilon), block.gateAndUp, compute));
    return add(afterAttention, project(gated, block.down, compute));
  });
}

/**
 * Causal attention of whole sequences.
 * @param table for positions 0 … length − 1
 * @param keep is given keys and values, [sequences, keyValueHeads, length, headSize], which live only until it returns
 */
export function attendWhole(
  architecture: Architecture,
  sequences: number,
  length: number,
  table: RotaryTable,
  keep?: (keys: Tensor4D, values: Tensor4D) => void,
): Attend {
  const { heads, keyValueHeads, headSize } = architecture;
  const group = heads / keyValueHeads;
  const mask = causalMask(group, length);
  return (queryKeyValue) => {
    const rows = rotate<Tensor4D>(queryKeyValue, table, [sequences, length, heads + 2 * keyValueHeads, headSize]);
    const [queries, keys, values] = splitInThree(
      transpose(rows, [0, 2, 1, 3]),
      [heads, keyValueHeads, keyValueHeads],
      1,
    ) as [Tensor4D, Tensor4D, Tensor4D];
    keep?.(keys, values);
    const grouped = reshape<Tensor4D>(queries, [sequences, keyValueHeads, group * length, headSize]);
    const weights = softmax(add(batchMultiply(grouped, keys, true), mask));
    const context = reshape<Tensor4D>(batchMultiply(weights, values, false), [sequences, heads, length, headSize]);
    return reshape(transpose(context, [0, 2, 1, 3]), [sequences * length, heads * headSize]);
  };
}
