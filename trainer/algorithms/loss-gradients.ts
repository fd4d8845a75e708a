import { type NamedTensorMap, type Tensor1D, tf, type Variable } from "../tensor/backend.ts";
import { valueAndGradients } from "../tensor/gradients.ts";

/** A loss in plain numbers: its value, and its derivative by each output of the network. */
export interface OutputLoss {
  loss: number;
  gradient: ArrayLike<number>;
}

/**
 * Gradients of a loss that is written in plain numbers over a network's outputs. The derivative by the outputs comes from
 * the pure functions in trainer/math; the network contributes its vector–Jacobian product, the gradient of
 * Σ outputs·(derivative held constant). So the mathematics that the golden tests check is the mathematics that trains.
 *
 * @param variables by name; the gradients carry the same names and are the caller's to dispose (Adam does)
 * @param forward the network's outputs, differentiable in the variables
 * @param lossOf called once with the outputs
 */
export function lossGradients(
  variables: ReadonlyMap<string, Variable>,
  forward: () => Tensor1D,
  lossOf: (outputs: Float32Array) => OutputLoss,
): { loss: number; gradients: NamedTensorMap } {
  let loss = Number.NaN;
  const { gradients } = valueAndGradients(variables, () => {
    const outputs = forward();
    const result = lossOf(outputs.dataSync<"float32">());
    loss = result.loss;
    return tf.sum(tf.mul(outputs, tf.tensor1d(Float32Array.from(result.gradient)))).asScalar();
  });
  return { loss, gradients };
}
