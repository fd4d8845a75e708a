/**
 * Operations without gradients, for the frozen trunk and for decoding, where hundreds of small operations a token
 * count: on the native backend each is one TensorFlow call, without the bookkeeping of TensorFlow.js around it.
 */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "./backend.ts";
import { type ComputeType, multiply } from "./linear.ts";
import {
  attribute,
  createHandle,
  dataType,
  execute,
  executeToTensor,
  executeToTensors,
  handleOf,
  isNative,
  release,
} from "./native.ts";

const constants = new Map<string, number>();

/** A small int32 tensor, kept for good: shapes, axes and permutations come back again and again. */
function constant(values: readonly number[], rank: 0 | 1 = 1): number {
  const key = `${rank}:${values.join(",")}`;
  let handle = constants.get(key);
  if (handle === undefined) {
    if (constants.size >= 4096) {
      release(...constants.values());
      constants.clear();
    }
    handle = createHandle(rank === 0 ? [] : [values.length], Int32Array.from(values));
    constants.set(key, handle);
  }
  return handle;
}

const float = isNative ? attribute.type("T", dataType.float32) : null;
const attributes = float
  ? {
      none: [float],
      mean: [attribute.flag("keep_dims", true), float, attribute.type("Tidx", dataType.int32)],
      reshape: [float, attribute.type("Tshape", dataType.int32)],
      transpose: [float, attribute.type("Tperm", dataType.int32)],
      halves: [attribute.integer("num_split", 2), float],
      parts: [attribute.integer("num_split", 3), float, attribute.type("Tlen", dataType.int32)],
      batched: [attribute.flag("adj_x", false), attribute.flag("adj_y", false), float],
      batchedTransposed: [attribute.flag("adj_x", false), attribute.flag("adj_y", true), float],
      toComplex: [float, attribute.type("type", dataType.complex64)],
      fromComplex: [attribute.type("T", dataType.complex64), attribute.type("type", dataType.float32)],
      complex: [attribute.type("T", dataType.complex64)],
    }
  : null;

/** x·weight with weight [in, out]. */
export function project(x: Tensor2D, weight: Tensor2D, compute: ComputeType = "float32"): Tensor2D {
  return multiply(x, weight, false, false, compute);
}

export function add<Result extends Tensor>(a: Result, b: Tensor): Result {
  return attributes ? executeToTensor("AddV2", attributes.none, [handleOf(a), handleOf(b)]) : tf.add(a, b);
}

/** Over the last axis x / √(mean(x²) + ε) · gain; with a bias the same of x less its mean, plus the bias. */
export function normalise(x: Tensor2D, gain: Tensor1D, bias: Tensor1D | null, epsilon: Tensor): Tensor2D {
  return bias
    ? add(rootMeanSquareNorm(tf.sub(x, tf.mean(x, -1, true)), gain, epsilon), bias)
    : rootMeanSquareNorm(x, gain, epsilon);
}

function rootMeanSquareNorm(x: Tensor2D, gain: Tensor1D, epsilon: Tensor): Tensor2D {
  if (!attributes) return tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon))), gain);
  const input = handleOf(x);
  const square = execute("Square", attributes.none, [input]);
  const mean = execute("Mean", attributes.mean, [square, constant([-1])]);
  const shifted = execute("AddV2", attributes.none, [mean, handleOf(epsilon)]);
  const scale = execute("Rsqrt", attributes.none, [shifted]);
  const normed = execute("Mul", attributes.none, [input, scale]);
  const result = executeToTensor<Tensor2D>("Mul", attributes.none, [normed, handleOf(gain)]);
  release(square, mean, shifted, scale, normed);
  return result;
}

/** silu(gate) · up of [rows, 2·feedForward], gate first. */
export function gate(gateAndUp: Tensor2D): Tensor2D {
  if (!attributes) {
    const [gates, ups] = tf.split(gateAndUp, 2, 1) as [Tensor2D, Tensor2D];
    return tf.mul(tf.mul(gates, tf.sigmoid(gates)), ups);
  }
  const [gates, ups] = executeToTensors("Split", attributes.halves, [constant([1], 0), handleOf(gateAndUp)], 2) as [
    Tensor,
    Tensor,
  ];
  const sigmoid = execute("Sigmoid", attributes.none, [handleOf(gates)]);
  const silu = execute("Mul", attributes.none, [handleOf(gates), sigmoid]);
  const result = executeToTensor<Tensor2D>("Mul", attributes.none, [silu, handleOf(ups)]);
  release(sigmoid, silu);
  gates.dispose();
  ups.dispose();
  return result;
}

export function reshape<Result extends Tensor>(x: Tensor, shape: readonly number[]): Result {
  return attributes
    ? executeToTensor("Reshape", attributes.reshape, [handleOf(x), constant(shape)])
    : (tf.reshape(x, shape as number[]) as unknown as Result);
}

export function transpose<Result extends Tensor>(x: Result, permutation: readonly number[]): Result {
  return attributes
    ? executeToTensor("Transpose", attributes.transpose, [handleOf(x), constant(permutation)])
    : tf.transpose(x, permutation as number[]);
}

/** Cuts an axis into three. */
export function splitInThree(x: Tensor, sizes: readonly [number, number, number], axis: number): Tensor4D[] {
  return attributes
    ? (executeToTensors(
        "SplitV",
        attributes.parts,
        [handleOf(x), constant(sizes), constant([axis], 0)],
        3,
      ) as Tensor4D[])
    : (tf.split(x, sizes as unknown as number[], axis) as Tensor4D[]);
}

/** Products of the two last axes; the others are batch axes. */
export function batchMultiply(a: Tensor4D, b: Tensor4D, transposeB: boolean): Tensor4D {
  return attributes
    ? executeToTensor("BatchMatMulV2", transposeB ? attributes.batchedTransposed : attributes.batched, [
        handleOf(a),
        handleOf(b),
      ])
    : tf.matMul(a, b, false, transposeB);
}

export function softmax<Result extends Tensor>(x: Result): Result {
  return attributes ? executeToTensor("Softmax", attributes.none, [handleOf(x)]) : tf.softmax(x);
}

/**
 * Rotary factors per position and head: on the native backend complex numbers, multiplied with neighbouring pairs seen
 * as complex; else cosines and sines for Hugging Face's halves.
 */
export type RotaryTable = { complex: number; dispose(): void } | { cosine: Tensor; sine: Tensor; dispose(): void };

/**
 * @param shape of the table: [..., heads, headSize / 2]
 * @param cosines,sines row by row
 */
export function createRotaryTable(shape: readonly number[], cosines: Float32Array, sines: Float32Array): RotaryTable {
  if (attributes) {
    const pairs = new Float32Array(2 * cosines.length);
    for (let position = 0; position < cosines.length; position++) {
      pairs[2 * position] = cosines[position]!;
      pairs[2 * position + 1] = sines[position]!;
    }
    const real = createHandle([...shape, 2], pairs);
    const complex = execute("Bitcast", attributes.toComplex, [real]);
    release(real);
    return { complex, dispose: () => release(complex) };
  }
  const twice = (values: Float32Array) => {
    const half = tf.tensor(values, shape as number[]);
    const whole = tf.concat([half, half], -1);
    half.dispose();
    return tf.keep(whole);
  };
  const [cosine, sine] = [twice(cosines), twice(sines)];
  return { cosine, sine, dispose: () => tf.dispose([cosine, sine]) };
}

/** Whether `rotate` pairs neighbouring dimensions (true) or halves; weights are laid out to suit. */
export const pairsAreNeighbours = isNative;

/**
 * Multiplies query, key and value rows with their rotary factors.
 * @param x any shape whose last axes are heads·headSize
 * @param shape of the result, [..., heads, headSize]
 */
export function rotate<Result extends Tensor>(x: Tensor, table: RotaryTable, shape: readonly number[]): Result {
  if (attributes && "complex" in table) {
    const headSize = shape[shape.length - 1]!;
    const pairs = execute("Reshape", attributes.reshape, [
      handleOf(x),
      constant([...shape.slice(0, -1), headSize / 2, 2]),
    ]);
    const complex = execute("Bitcast", attributes.toComplex, [pairs]);
    const rotated = execute("Mul", attributes.complex, [complex, table.complex]);
    const real = execute("Bitcast", attributes.fromComplex, [rotated]);
    const result = executeToTensor<Result>("Reshape", attributes.reshape, [real, constant(shape)]);
    release(pairs, complex, rotated, real);
    return result;
  }
  const { cosine, sine } = table as { cosine: Tensor; sine: Tensor };
  const rows = tf.reshape(x, shape as number[]);
  const [first, second] = tf.split(rows, 2, -1) as [Tensor, Tensor];
  return tf.add(tf.mul(rows, cosine), tf.mul(tf.concat([tf.neg(second), first], -1), sine)) as Result;
}

/** Rows of a matrix by number, unchecked. */
export function lookUp(matrix: Tensor2D, rows: Int32Array): Tensor2D {
  if (!attributes) return tf.gather(matrix, tf.tensor1d(rows, "int32"));
  const indices = createHandle([rows.length], rows);
  const result = executeToTensor<Tensor2D>(
    "GatherV2",
    [
      attribute.integer("batch_dims", 0),
      attribute.type("Tparams", dataType.float32),
      attribute.type("Tindices", dataType.int32),
      attribute.type("Taxis", dataType.int32),
    ],
    [handleOf(matrix), indices, constant([0], 0)],
  );
  release(indices);
  return result;
}

/**
 * Overwrites rows of a matrix. On the native backend in place: every tensor that shares the buffer sees it.
 * @returns the matrix to use from now on
 */
export function updateRows(matrix: Tensor2D, rows: Tensor1D, values: Tensor2D): Tensor2D {
  if (attributes) {
    // InplaceUpdate returns an alias of its first input.
    release(execute("InplaceUpdate", attributes.none, [handleOf(matrix), handleOf(rows), handleOf(values)]));
    return matrix;
  }
  return tf.tensorScatterUpdate(matrix, tf.expandDims(rows, 1), values) as Tensor2D;
}
