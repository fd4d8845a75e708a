/** A typed `tf.customGrad`. */
import { type Tensor, tf } from "./backend.ts";

export interface DifferentiableForward<Result extends Tensor> {
  value: Result;
  /** Gradients of the inputs, in their order. `saved` are the tensors given to `save`. */
  gradient: (upstream: Result, saved: Tensor[]) => Tensor[];
}

/**
 * Computes `forward` and registers its own gradient. What the gradient reads of tensors must go through `save`: a
 * tensor caught by the closure is disposed when the forward pass ends.
 */
export function differentiable<Result extends Tensor>(
  inputs: readonly Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => DifferentiableForward<Result>,
): Result {
  const operation = (...parameters: unknown[]) => {
    const { value, gradient } = forward(parameters[parameters.length - 1] as (tensors: Tensor[]) => void);
    return { value, gradFunc: gradient };
  };
  return tf.customGrad(operation as unknown as Parameters<typeof tf.customGrad>[0])(...inputs) as Result;
}

/** Whether a gradient is being recorded. */
export function isRecording(): boolean {
  return tf.engine().isTapeOn();
}
