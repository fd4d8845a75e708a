/** Causal grouped-query attention and its gradient. */
import { type Tensor3D, type Tensor4D, tf } from "./backend.ts";

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
export function attended(query: Tensor4D, key: Tensor4D, value: Tensor4D): Tensor4D {
  return tf.reshape(tf.matMul(attentionWeights(query, key), value), query.shape);
}

/** Gradients of `attended`. The weights are computed again: what is kept grows with the length, not with its square. */
export function attentionGradients(
  query: Tensor4D,
  key: Tensor4D,
  value: Tensor4D,
  upstream: Tensor4D,
): { query: Tensor4D; key: Tensor4D; value: Tensor4D } {
  const weights = attentionWeights(query, key);
  const grouped = groupHeads(upstream, key);
  const weighted = tf.mul(tf.matMul(grouped, value, false, true), weights);
  const scoreGradient = tf.mul(tf.sub(weighted, tf.mul(weights, tf.sum(weighted, -1, true))), scaleOf(query));
  return {
    query: tf.reshape(tf.matMul(scoreGradient, key), query.shape),
    key: tf.matMul(scoreGradient, groupHeads(query, key), true, false) as Tensor4D,
    value: tf.matMul(weights, grouped, true, false) as Tensor4D,
  };
}

/** [sequences, keyValueHeads, group·length, length] */
function attentionWeights(query: Tensor4D, key: Tensor4D): Tensor4D {
  const grouped = groupHeads(tf.mul<Tensor4D>(query, scaleOf(query)), key);
  const mask = causalMask(query.shape[1] / key.shape[1], query.shape[2]);
  return tf.softmax(tf.add<Tensor4D>(tf.matMul(grouped, key, false, true), mask));
}

/** Query heads of one key-value head one after another: [sequences, keyValueHeads, group·length, headSize]. */
function groupHeads(rows: Tensor4D, key: Tensor4D): Tensor4D {
  const [sequences, heads, length, headSize] = rows.shape;
  const [, keyValueHeads] = key.shape;
  return tf.reshape(rows, [sequences, keyValueHeads, (heads / keyValueHeads) * length, headSize]);
}

function scaleOf(query: Tensor4D): number {
  return 1 / Math.sqrt(query.shape[3]);
}
