/**
 * The pointwise and normalising parts of a LLaMA block, each with its gradient written out. What is cheap to compute again
 * from a kernel's inputs is not kept for the gradient.
 */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "./backend.ts";
import { differentiable } from "./differentiable.ts";
import { attribute, dataType, executeToTensor, handleOf, isNative } from "./native.ts";

/**
 * Over the last axis, the root mean square norm (Zhang & Sennrich 2019, eq. 4): x / √(mean(x²) + ε) · gain; with a bias
 * LayerNorm (Ba et al. 2016, eq. 4): the same of x less its mean, plus the bias. Differentiable.
 * @param x [rows, width]
 * @param gain,bias [width]
 */
export function norm(x: Tensor2D, gain: Tensor1D, bias: Tensor1D | null, epsilon: number): Tensor2D {
  return differentiable<Tensor2D>(bias ? [x, gain, bias] : [x, gain], (save) => {
    save([x, gain]);
    return {
      value: normalised(x, gain, bias, epsilon),
      gradient: (upstream, [savedX, savedGain]) => {
        const kind = bias ? "layer" : "rms";
        const gradients = normGradients(
          normParts(savedX as Tensor2D, kind, epsilon),
          savedGain as Tensor1D,
          kind,
          upstream,
        );
        return [gradients.x, gradients.gain, ...(gradients.bias ? [gradients.bias] : [])];
      },
    };
  });
}

/** `norm` without its gradient. */
export function normalised(x: Tensor2D, gain: Tensor1D, bias: Tensor1D | null, epsilon: number): Tensor2D {
  return withGain(normParts(x, bias ? "layer" : "rms", epsilon), gain, bias);
}

/** What a norm and its gradient share. */
export interface NormParts {
  /** Rows before gain and bias. */
  normed: Tensor2D;
  /** [rows, 1], what the rows were multiplied with. */
  scale: Tensor;
}

export function normParts(x: Tensor2D, kind: "rms" | "layer", epsilon: number): NormParts {
  const rows = kind === "layer" ? centred(x) : x;
  const scale = inverseRootMeanSquare(rows, epsilon);
  return { normed: tf.mul(rows, scale), scale };
}

export function withGain({ normed }: NormParts, gain: Tensor1D, bias: Tensor1D | null): Tensor2D {
  const scaled = tf.mul<Tensor2D>(normed, gain);
  return bias ? tf.add(scaled, bias) : scaled;
}

export function normGradients(
  { normed, scale }: NormParts,
  gain: Tensor1D,
  kind: "rms" | "layer",
  upstream: Tensor2D,
): { x: Tensor2D; gain: Tensor1D; bias: Tensor1D | null } {
  const normedGradient = tf.mul(upstream, gain);
  const projection = tf.mean(tf.mul(normedGradient, normed), -1, true);
  const rowsGradient = tf.mul<Tensor2D>(scale, tf.sub(normedGradient, tf.mul(normed, projection)));
  return {
    // Taking the mean off is its own transpose.
    x: kind === "layer" ? centred(rowsGradient) : rowsGradient,
    gain: tf.sum<Tensor1D>(tf.mul(upstream, normed), 0),
    bias: kind === "layer" ? tf.sum<Tensor1D>(upstream, 0) : null,
  };
}

function centred(x: Tensor2D): Tensor2D {
  return tf.sub(x, tf.mean(x, -1, true));
}

function inverseRootMeanSquare(x: Tensor2D, epsilon: number): Tensor {
  return tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
}

/** What SwiGLU and its gradient share: silu(g) = g · sigmoid(g). */
export interface GateParts {
  sigmoid: Tensor2D;
  silu: Tensor2D;
}

export function gateParts(gate: Tensor2D): GateParts {
  const sigmoid = tf.sigmoid(gate);
  return { sigmoid, silu: tf.mul(gate, sigmoid) };
}

/** SwiGLU (Shazeer 2020, eq. 6): silu(gate) · up. */
export function gated(gate: Tensor2D, up: Tensor2D): Tensor2D {
  return tf.mul(gateParts(gate).silu, up);
}

export function gatedGradients(
  { sigmoid, silu }: GateParts,
  gate: Tensor2D,
  up: Tensor2D,
  upstream: Tensor2D,
): { gate: Tensor2D; up: Tensor2D } {
  // d silu / d g = sigmoid + g · sigmoid · (1 − sigmoid)
  const slope = tf.add(sigmoid, sigmoidGradient(sigmoid, gate));
  return { gate: tf.mul(tf.mul(upstream, up), slope), up: tf.mul(upstream, silu) };
}

/** upstream · sigmoid · (1 − sigmoid) */
function sigmoidGradient(sigmoid: Tensor2D, upstream: Tensor2D): Tensor2D {
  if (!isNative) return tf.mul(tf.mul(upstream, sigmoid), tf.sub(1, sigmoid));
  return executeToTensor(
    "SigmoidGrad",
    [attribute.type("T", dataType.float32)],
    [handleOf(sigmoid), handleOf(upstream)],
  );
}

const geluScale = Math.sqrt(2 / Math.PI);
const geluCubic = 0.044715;

function geluTanh(x: Tensor2D): Tensor2D {
  return tf.tanh(tf.mul(geluScale, tf.add(x, tf.mul(geluCubic, tf.mul(tf.square(x), x)))));
}

/** GELU by tanh (Hendrycks & Gimpel 2016, section 2): ½x · (1 + tanh(√(2/π) · (x + 0.044715x³))). */
export function gelu(x: Tensor2D): Tensor2D {
  return tf.mul(tf.mul(0.5, x), tf.add(1, geluTanh(x)));
}

export function geluGradient(x: Tensor2D, upstream: Tensor2D): Tensor2D {
  const tanh = geluTanh(x);
  const inner = tf.mul(geluScale, tf.add(1, tf.mul(3 * geluCubic, tf.square(x))));
  const slope = tf.mul(0.5, tf.add(tf.add(1, tanh), tf.mul(x, tf.mul(tf.sub(1, tf.square(tanh)), inner))));
  return tf.mul(upstream, slope);
}

/**
 * Rotary position embedding (Su et al. 2021, eq. 34) in Hugging Face's order: dimension i is paired with i + headSize/2.
 * @param x [sequences, heads, length, headSize]
 * @param cosine,sine [length, headSize], both halves equal
 */
export function rotated(x: Tensor4D, cosine: Tensor2D, sine: Tensor2D): Tensor4D {
  return tf.add(tf.mul(x, cosine), tf.mul(swapHalves(x, "first"), sine));
}

/** The gradient of `rotated`: the rotation's transpose, which is its inverse. */
export function rotatedBack(upstream: Tensor4D, cosine: Tensor2D, sine: Tensor2D): Tensor4D {
  return tf.add(tf.mul(upstream, cosine), swapHalves(tf.mul<Tensor4D>(upstream, sine), "second"));
}

/** (a, b) → (−b, a) for "first", its transpose (b, −a) for "second". */
function swapHalves(x: Tensor4D, negated: "first" | "second"): Tensor4D {
  const [a, b] = tf.split(x, 2, -1) as [Tensor4D, Tensor4D];
  return negated === "first" ? tf.concat([tf.neg(b), a], -1) : tf.concat([b, tf.neg(a)], -1);
}

/**
 * Rows of a matrix by number, differentiable in the matrix; its gradient is dense.
 * @param x [rows, width]
 * @param rows each in 0 … rows − 1
 */
export function gatherRows(x: Tensor2D, rows: Int32Array): Tensor2D {
  return differentiable<Tensor2D>([x], (save) => {
    const indices = tf.tensor1d(rows, "int32");
    save([indices]);
    return {
      value: tf.gather(x, indices),
      gradient: (upstream, [savedIndices]) => [
        tf.unsortedSegmentSum<Tensor2D>(upstream, savedIndices as Tensor1D, x.shape[0]),
      ],
    };
  });
}
