/** Gradients of a loss in named variables. */
import { type NamedTensorMap, type Scalar, type Tensor, tf, type Variable } from "./backend.ts";
import { attribute, dataType, executeToTensor, handleOf, isNative } from "./native.ts";

/**
 * Value of `loss` and its gradients in the given variables, by the map's keys. What else it allocates is disposed; the
 * caller disposes the gradients (`Adam.apply` does). A variable that has no part in the loss has no gradient.
 */
export function valueAndGradients(
  variables: ReadonlyMap<string, Variable>,
  loss: () => Scalar,
): { value: number; gradients: NamedTensorMap } {
  const { value, grads } = tf.variableGrads(loss, [...variables.values()]);
  const gradients: NamedTensorMap = {};
  for (const [key, variable] of variables) {
    const gradient = grads[variable.name];
    if (gradient) gradients[key] = gradient;
  }
  const result = value.dataSync()[0]!;
  value.dispose();
  return { value: result, gradients };
}

/** Adds `more` to `total` (null: nothing yet) and disposes both: gradients over several micro-batches. */
export function addGradients(total: NamedTensorMap | null, more: NamedTensorMap): NamedTensorMap {
  if (!total) return more;
  const sum: NamedTensorMap = {};
  for (const key of Object.keys(more)) {
    sum[key] = tf.add(total[key]!, more[key]!);
    tf.dispose([total[key]!, more[key]!]);
  }
  return sum;
}

/** Whether no value is NaN or infinite, nor their squares' sum. */
export function areFinite(gradients: NamedTensorMap): boolean {
  return Number.isFinite(tf.tidy(() => tf.addN(Object.values(gradients).map(squaredNorm)).dataSync()[0]!));
}

/** Sum of squares: on the native backend one pass without a copy of the squares. */
export function squaredNorm(x: Tensor): Scalar {
  if (!isNative) return tf.tidy(() => tf.sum(tf.square(x)) as Scalar);
  return tf.tidy(() =>
    tf.mul<Scalar>(2, executeToTensor<Scalar>("L2Loss", [attribute.type("T", dataType.float32)], [handleOf(x)])),
  );
}
