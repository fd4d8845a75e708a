/** What keeps the resident size of a training process near what its tensors need. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Tensor } from "./backend.ts";
import { handleOf, isNative } from "./native.ts";

/**
 * Hands a tensor's values to the native library now. TensorFlow.js keeps them in JavaScript until the tensor is first used.
 */
export function upload<Result extends Tensor>(tensor: Result): Result {
  if (isNative) handleOf(tensor);
  return tensor;
}

/**
 * Frees what JavaScript no longer holds. To be called after weights were read: their typed arrays are large, but few objects,
 * which the collector is in no hurry to look for.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  setFlagsFromString("--no-expose-gc");
}
