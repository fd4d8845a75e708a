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
import { gelu } from "../tensor/kernels.ts";
import type { ComputeType } from "../tensor/linear.ts";
import { type Architecture, blockShapes } from "./architecture.ts";

export interface InferenceBlock {
  inputNorm: Tensor1D;
  /** With a bias the norms are LayerNorm, without one RMSNorm. */
  inputNormBias: Tensor1D | null;
  /** [width, (heads + 2·keyValueHeads)·headSize] */
  queryKeyValue: Tensor2D;
  queryKeyValueBias: Tensor1D | null;
  /** [heads·headSize, width] */
  output: Tensor2D;
  outputBias: Tensor1D | null;
  feedForwardNorm: Tensor1D;
  feedForwardNormBias: Tensor1D | null;
  /** [width, 2·feedForward], or [width, feedForward] of `up` alone where there is no gate */
  gateAndUp: Tensor2D;
  upBias: Tensor1D | null;
  /** [feedForward, width] */
  down: Tensor2D;
  downBias: Tensor1D | null;
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
    const bias = (name: string) => tf.clone(read(`${prefix}.${name}.bias`));
    return {
      ...(architecture.otherBiases
        ? {
            inputNormBias: bias("input_layernorm"),
            outputBias: bias("self_attn.o_proj"),
            feedForwardNormBias: bias("post_attention_layernorm"),
            upBias: bias("mlp.up_proj"),
            downBias: bias("mlp.down_proj"),
          }
        : {}),
      inputNorm: tf.clone(plain("input_layernorm")),
      queryKeyValue: tf.transpose(queryKeyValue("weight")),
      ...(architecture.queryKeyValueBias ? { queryKeyValueBias: queryKeyValue("bias") } : {}),
      output: tf.transpose(plain("self_attn.o_proj")),
      feedForwardNorm: tf.clone(plain("post_attention_layernorm")),
      gateAndUp: tf.transpose(
        architecture.activation === "gated"
          ? tf.concat([plain("mlp.gate_proj"), plain("mlp.up_proj")])
          : plain("mlp.up_proj"),
      ),
      down: tf.transpose(plain("mlp.down_proj")),
    };
  }) as unknown as Partial<InferenceBlock>;
  const none = { inputNormBias: null, outputBias: null, feedForwardNormBias: null, upBias: null, downBias: null };
  const block = { queryKeyValueBias: null, ...none, ...fused } as InferenceBlock;
  for (const tensor of blockTensors(block)) tf.keep(tensor);
  return block;
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
    const parts = architecture.activation === "gated" ? [feedForward, feedForward] : [feedForward];
    const gateAndUpRows = tf.split(tf.transpose(block.gateAndUp), parts, 0) as Tensor[];
    const bias = (tensor: Tensor | null) => (tensor ? [tensor] : []);
    const inOrder = [
      block.inputNorm,
      ...bias(block.inputNormBias),
      ...queryKeyValue(tf.transpose(block.queryKeyValue)),
      ...(block.queryKeyValueBias ? queryKeyValue(block.queryKeyValueBias) : []),
      tf.transpose(block.output),
      ...bias(block.outputBias),
      block.feedForwardNorm,
      ...bias(block.feedForwardNormBias),
      ...gateAndUpRows,
      ...bias(block.upBias),
      tf.transpose(block.down),
      ...bias(block.downBias),
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
    const product = (rows: Tensor2D, weight: Tensor2D, bias: Tensor1D | null) => {
      const projected = project(rows, weight, compute);
      return bias ? add(projected, bias) : projected;
    };
    const normed = normalise(x, block.inputNorm, block.inputNormBias, epsilon);
    const queryKeyValue = product(normed, block.queryKeyValue, block.queryKeyValueBias);
    const afterAttention = add(x, product(attend(queryKeyValue), block.output, block.outputBias));
    const second = normalise(afterAttention, block.feedForwardNorm, block.feedForwardNormBias, epsilon);
    const inner = product(second, block.gateAndUp, block.upBias);
    // Without a gate there are as many columns as `down` has rows.
    const activated = inner.shape[1] === block.down.shape[0] ? gelu(inner) : gate(inner);
    return add(afterAttention, product(activated, block.down, block.downBias));
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
