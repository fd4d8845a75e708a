/** Matrix products, in float32 or with bfloat16 factors (float32 in and out, float32 master weights). */
import { type Tensor1D, type Tensor2D, tf } from "./backend.ts";
import { differentiable } from "./differentiable.ts";
import { attribute, castHandle, dataType, execute, executeToTensor, handleOf, isNative, release } from "./native.ts";

/** float32 keeps golden tolerances; bfloat16 takes about 0.6 of the time and rounds factors to 8 bits of mantissa. */
export type ComputeType = "float32" | "bfloat16";

/** bfloat16 copies of matrices that never change, by what holds their values. */
const narrowCopies = new WeakMap<object, number>();

/** Keeps a bfloat16 copy of a frozen matrix, so that products in bfloat16 need not make one each time. */
export function keepNarrowCopy(matrix: Tensor2D): void {
  if (isNative && !narrowCopies.has(matrix.dataId)) {
    narrowCopies.set(matrix.dataId, castHandle(handleOf(matrix), dataType.float32, dataType.bfloat16));
  }
}

/** To be called before the matrix is disposed. */
export function releaseNarrowCopy(matrix: Tensor2D): void {
  const copy = narrowCopies.get(matrix.dataId);
  if (copy === undefined) return;
  release(copy);
  narrowCopies.delete(matrix.dataId);
}

/**
 * Runs `work`, and lets the products in it that are computed in bfloat16 share one narrow copy of the matrix. It gives back
 * what `work` does.
 */
export function withNarrowCopy<Result>(matrix: Tensor2D, compute: ComputeType, work: () => Result): Result {
  if (compute === "float32" || narrowCopies.has(matrix.dataId)) return work();
  keepNarrowCopy(matrix);
  const result = work();
  releaseNarrowCopy(matrix);
  return result;
}

/** a·b, each transposed first where said so. Not differentiable. */
export function multiply(
  a: Tensor2D,
  b: Tensor2D,
  transposeA: boolean,
  transposeB: boolean,
  compute: ComputeType = "float32",
): Tensor2D {
  if (!isNative) return multiplyPortable(a, b, transposeA, transposeB);
  const attributes = [attribute.flag("transpose_a", transposeA), attribute.flag("transpose_b", transposeB)];
  if (compute === "float32") {
    return executeToTensor(
      "MatMul",
      [...attributes, attribute.type("T", dataType.float32)],
      [handleOf(a), handleOf(b)],
    );
  }
  const made: number[] = [];
  const narrow = (matrix: Tensor2D) => {
    const kept = narrowCopies.get(matrix.dataId);
    if (kept !== undefined) return kept;
    made.push(castHandle(handleOf(matrix), dataType.float32, dataType.bfloat16));
    return made.at(-1)!;
  };
  const narrowA = narrow(a);
  const narrowB = narrow(b);
  const product = execute("MatMul", [...attributes, attribute.type("T", dataType.bfloat16)], [narrowA, narrowB]);
  const result = executeToTensor<Tensor2D>(
    "Cast",
    [
      attribute.type("SrcT", dataType.bfloat16),
      attribute.type("DstT", dataType.float32),
      attribute.flag("Truncate", false),
    ],
    [product],
  );
  release(...made, product);
  return result;
}

/** The WebAssembly backend multiplies a transposed second factor ten times slower than a plain one. */
function multiplyPortable(a: Tensor2D, b: Tensor2D, transposeA: boolean, transposeB: boolean): Tensor2D {
  return tf.tidy(() =>
    tf.matMul(transposeA ? tf.transpose<Tensor2D>(a) : a, transposeB ? tf.transpose<Tensor2D>(b) : b),
  );
}

/**
 * x·weightᵀ + bias, differentiable.
 * @param x [rows, in]
 * @param weight [out, in], as PyTorch stores it
 */
export function linear(
  x: Tensor2D,
  weight: Tensor2D,
  bias: Tensor1D | null = null,
  compute: ComputeType = "float32",
): Tensor2D {
  const product = differentiable<Tensor2D>([x, weight], (save) => {
    save([x, weight]);
    return {
      value: multiply(x, weight, false, true, compute),
      gradient: (upstream, [savedX, savedWeight]) => [
        multiply(upstream, savedWeight as Tensor2D, false, false, compute),
        multiply(upstream, savedX as Tensor2D, true, false, compute),
      ],
    };
  });
  return bias ? tf.add<Tensor2D>(product, bias) : product;
}
