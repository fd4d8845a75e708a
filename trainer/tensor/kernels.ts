/** The pointwise and normalising parts of a LLaMA block, each with its gradient written out: less memory, fewer passes. */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "./backend.ts";
import { differentiable } from "./differentiable.ts";

/**
 * Root mean square norm (Zhang & Sennrich 2019, eq. 4): x / √(mean(x²) + ε) · gain, over the last axis.
 * @param x [rows, width]
 * @param gain [width]
 */
export function rmsNorm(x: Tensor2D, gain: Tensor1D, epsilon: number): Tensor2D {
  return differentiable<Tensor2D>([x, gain], (save) => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
    const normed = tf.mul(x, scale);
    save([normed, scale, gain]);
    return {
      value: tf.mul<Tensor2D>(normed, gain),
      gradient: (upstream, saved) => {
        const [savedNormed, savedScale, savedGain] = saved as [Tensor, Tensor, Tensor];
        const gainGradient = tf.sum(tf.mul(upstream, savedNormed), 0);
        const normedGradient = tf.mul(upstream, savedGain);
        const projection = tf.mean(tf.mul(normedGradient, savedNormed), -1, true);
        return [tf.mul(savedScale, tf.sub(normedGradient, tf.mul(savedNormed, projection))), gainGradient];
      },
    };
  });
}

/** SwiGLU (Shazeer 2020, eq. 6): silu(gate) · up, with silu(g) = g · sigmoid(g). */
export function swiGlu(gate: Tensor2D, up: Tensor2D): Tensor2D {
  return differentiable<Tensor2D>([gate, up], (save) => {
    const sigmoid = tf.sigmoid(gate);
    const silu = tf.mul(gate, sigmoid);
    save([up, sigmoid, silu]);
    return {
      value: tf.mul<Tensor2D>(silu, up),
      gradient: (upstream, saved) => {
        const [savedUp, savedSigmoid, savedSilu] = saved as [Tensor, Tensor, Tensor];
        // d silu / d g = sigmoid + silu · (1 − sigmoid)
        const slope = tf.add(savedSigmoid, tf.sub(savedSilu, tf.mul(savedSilu, savedSigmoid)));
        return [tf.mul(tf.mul(upstream, savedUp), slope), tf.mul(upstream, savedSilu)];
      },
    };
  });
}

/**
 * Rotary position embedding (Su et al. 2021, eq. 34) in Hugging Face's order: dimension i is paired with i + headSize/2.
 * @param x [sequences, heads, length, headSize]
 * @param cosine,sine [length, headSize], both halves equal
 */
export function rotate(x: Tensor4D, cosine: Tensor2D, sine: Tensor2D): Tensor4D {
  return differentiable<Tensor4D>([x], (save) => {
    save([cosine, sine]);
    return {
      value: tf.add<Tensor4D>(tf.mul(x, cosine), tf.mul(swapHalves(x, "first"), sine)),
      gradient: (upstream, saved) => {
        const [savedCosine, savedSine] = saved as [Tensor, Tensor];
        return [tf.add(tf.mul(upstream, savedCosine), swapHalves(tf.mul<Tensor4D>(upstream, savedSine), "second"))];
      },
    };
  });
}

/** (a, b) → (−b, a) for "first", its transpose (b, −a) for "second". */
function swapHalves(x: Tensor4D, negated: "first" | "second"): Tensor4D {
  const [a, b] = tf.split(x, 2, -1) as [Tensor4D, Tensor4D];
  return negated === "first" ? tf.concat([tf.neg(b), a], -1) : tf.concat([b, tf.neg(a)], -1);
}

/**
 * Rows of a matrix by number, differentiable in the matrix.
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
        tf.scatterND(tf.reshape(savedIndices as Tensor, [rows.length, 1]), upstream, x.shape),
      ],
    };
  });
}
