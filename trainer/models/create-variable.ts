import { type Tensor, tf, type Variable } from "../tensor/backend.ts";
import { attribute, dataType, executeToTensor, handleOf, isNative } from "../tensor/native.ts";

let created = 0;

/** A variable whose name is unique in the process, as TensorFlow.js demands. */
export function createVariable(name: string, values: Tensor): Variable {
  return tf.variable(values, true, `${name}#${created++}`);
}

/**
 * A variable that starts with the values of another tensor. On the native backend both stand on one buffer until one of
 * them changes: a reference beside a policy costs no memory before the policy's first step.
 */
export function copyToVariable(name: string, source: Tensor): Variable {
  return tf.tidy(() =>
    createVariable(
      name,
      isNative
        ? executeToTensor("Identity", [attribute.type("T", dataType.float32)], [handleOf(source)])
        : tf.mul(source, 1),
    ),
  );
}
