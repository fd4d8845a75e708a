/** Causal grouped-query attention with its gradient written out. */
import { type Tensor, type Tensor3D, type Tensor4D, tf } from "./backend.ts";
import { differentiable } from "./differentiable.ts";

const hidden = -1e9;
const masks = new Map<string, Tensor3D>();

/** [1, group·length, length]: 0 where a query may look, −1e9 where the key lies in its future. Kept for later calls. */
export function causalMask(group: number, length: number): Tensor3D {
  const key = `${group}×${length}`;
  let mask = masks.get(key);
  if (!mask) {
    const values = new Float32Array(group * length * length);
    for (let row = 0; row < group * length; row++) {
      values.fill(hidden, row * length + (row % length) + 1, (row + 1) * length);
    }
    // Lengths vary from batch to batch; a handful of masks is enough to keep.
    if (masks.size >= 16) {
      for (const old of masks.values()) old.dispose();
      masks.clear();
    }
    mask = tf.keep(tf.tensor3d(values, [1, group * length, length]));
    masks.set(key, mask);
  }
  return mask;
}

/**
 * softmax(q·kᵀ/√headSize + causal mask)·v (Vaswani et al. 2017, eq. 1), several query heads to one key-value head
 * (Ainslie et al. 2023).
 * @param query [sequences, heads, length, headSize]
 * @param key,value [sequences, keyValueHeads, length, headSize]
 * @returns [sequences, heads, length, headSize]
 */
export function causalAttention(query: Tensor4D, key: Tensor4D, value: Tensor4D): Tensor4D {
  const [sequences, heads, length, headSize] = query.shape;
  const keyValueHeads = key.shape[1];
  const group = heads / keyValueHeads;
  const mask = causalMask(group, length);
  const grouped = tf.reshape(query, [sequences, keyValueHeads, group * length, headSize]);
  const scale = 1 / Math.sqrt(headSize);
  const context = differentiable<Tensor4D>([grouped, key, value], (save) => {
    const scores = tf.add(tf.matMul(tf.mul(grouped, scale), key, false, true), mask);
    const weights = tf.softmax(scores);
    save([grouped, key, value, weights]);
    return {
      value: tf.matMul(weights, value) as Tensor4D,
      gradient: (upstream, saved) => {
        const [savedQuery, savedKey, savedValue, savedWeights] = saved as [Tensor, Tensor, Tensor, Tensor];
        const valueGradient = tf.matMul(savedWeights, upstream, true, false);
        const weighted = tf.mul(tf.matMul(upstream, savedValue, false, true), savedWeights);
        const scoreGradient = tf.mul(tf.sub(weighted, tf.mul(savedWeights, tf.sum(weighted, -1, true))), scale);
        return [tf.matMul(scoreGradient, savedKey), tf.matMul(scoreGradient, savedQuery, true, false), valueGradient];
      },
    };
  });
  return tf.reshape(context, [sequences, heads, length, headSize]);
}
