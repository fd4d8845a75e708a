/** A typed `tf.customGrad`. */
import { type Tensor, tf } from "./backend.ts";

export interface DifferentiableForward<Result extends Tensor> {
  value: Result;
  /** Gradients of the inputs, in their order. `saved` are the tensors given to `save`. */
  gradient: (upstream: Result, saved: Tensor[]) => Tensor[];
}

/**
 * Computes `forward` and registers its own gradient. What the gradient reads of tensors must go through `save`: a
 * tensor caught by the closure is disposed when the forward pass ends, unless it is a variable or kept. What was saved
 * is disposed once the gradient is there, and what the gradient made on the way with it: TensorFlow.js by itself keeps
 * both until the whole backward pass is over. So a gradient through this node can be taken once.
 */
export function differentiable<Result extends Tensor>(
  inputs: readonly Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => DifferentiableForward<Result>,
): Result {
  const operation = (...parameters: unknown[]) => {
    const { value, gradient } = forward(parameters[parameters.length - 1] as (tensors: Tensor[]) => void);
    const gradFunc = (upstream: Result, saved: Tensor[]) => {
      const gradients = tf.tidy(() => gradient(upstream, saved));
      tf.dispose(saved);
      return gradients;
    };
    return { value, gradFunc };
  };
  return tf.customGrad(operation as unknown as Parameters<typeof tf.customGrad>[0])(...inputs) as Result;
}

/** Whether a gradient is being recorded. */
export function isRecording(): boolean {
  return tf.engine().isTapeOn();
}
