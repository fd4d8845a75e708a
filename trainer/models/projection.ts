/** A linear map of a block, x·Wᵀ + b, trained itself, frozen, or frozen with an adapter beside it. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensor/backend.ts";
import { type ComputeType, multiply, withNarrowCopy } from "../tensor/linear.ts";
import { type Adapter, downName, upName } from "./lora.ts";

export interface Projection {
  /** As in Hugging Face, without `.weight`. */
  name: string;
  /** [out, in] */
  weight: Tensor2D;
  /** [out] */
  bias: Tensor1D | null;
  /** Whether weight and bias have gradients. */
  trained: boolean;
  adapter: Adapter | null;
}

/** @param x [rows, in] */
export function project(x: Tensor2D, projection: Projection, compute: ComputeType): Tensor2D {
  const { weight, bias, adapter } = projection;
  return tf.tidy(() => {
    const product = multiply(x, weight, false, true, compute);
    const shifted = bias ? tf.add<Tensor2D>(product, bias) : product;
    if (!adapter) return shifted;
    const inner = multiply(x, adapter.down as Tensor2D, false, true, compute);
    return tf.add<Tensor2D>(
      shifted,
      tf.mul(multiply(inner, adapter.up as Tensor2D, false, true, compute), adapter.scale),
    );
  });
}

/**
 * Gradient of x. Those of what is trained are added to `gradients`, by variable name.
 * @param upstream [rows, out]
 */
export function projectBack(
  x: Tensor2D,
  { name, weight, bias, trained, adapter }: Projection,
  upstream: Tensor2D,
  compute: ComputeType,
  gradients: Map<string, Tensor>,
): Tensor2D {
  const through = withNarrowCopy(upstream, compute, () => {
    if (trained) gradients.set(`${name}.weight`, multiply(upstream, x, true, false, compute));
    return multiply(upstream, weight, false, false, compute);
  });
  if (trained && bias) gradients.set(`${name}.bias`, tf.sum(upstream, 0));
  if (!adapter) return through;
  const scaled = tf.mul<Tensor2D>(upstream, adapter.scale);
  const inner = multiply(x, adapter.down as Tensor2D, false, true, compute);
  const innerGradient = multiply(scaled, adapter.up as Tensor2D, false, false, compute);
  gradients.set(upName(name), multiply(scaled, inner, true, false, compute));
  gradients.set(downName(name), multiply(innerGradient, x, true, false, compute));
  return tf.add<Tensor2D>(through, multiply(innerGradient, adapter.down as Tensor2D, false, false, compute));
}
