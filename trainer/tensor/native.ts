/**
 * Any TensorFlow operation by name, past TensorFlow.js: in-place updates, bfloat16 and complex views, fused losses.
 * It rests on private parts of @tensorflow/tfjs-node 4.22.0, which is why that version is pinned. Handles are numbers;
 * whoever gets one from `execute` releases it or turns it into a tensor, which TensorFlow.js then tracks.
 */
import { type Tensor, type TensorBackend, tensorBackend, tf } from "./backend.ts";

/** TensorFlow's DataType numbers (tensorflow/core/framework/types.proto). */
export const dataType = { float32: 1, int32: 3, complex64: 8, bfloat16: 14 } as const;

interface Attribute {
  name: string;
  type: number;
  value: boolean | number | string | readonly number[];
}

interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

interface Binding {
  createTensor(shape: readonly number[], dataType: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array;
  executeOp(name: string, attributes: Attribute[], inputs: readonly number[], outputs: number): TensorMetadata[];
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
}

interface NativeBackend {
  binding: Binding;
  tensorMap: { get(dataId: object): { id: number } };
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): Tensor;
}

const backend = (tensorBackend() satisfies TensorBackend).native ? (tf.backend() as unknown as NativeBackend) : null;

function nativeBackend(): NativeBackend {
  if (!backend) throw new Error(`this needs the native tensor library: ${tensorBackend().reason}`);
  return backend;
}

export const isNative = backend !== null;

export const attribute = {
  type: (name: string, value: number): Attribute => ({ name, type: nativeBackend().binding.TF_ATTR_TYPE, value }),
  flag: (name: string, value: boolean): Attribute => ({ name, type: nativeBackend().binding.TF_ATTR_BOOL, value }),
  integer: (name: string, value: number): Attribute => ({ name, type: nativeBackend().binding.TF_ATTR_INT, value }),
  text: (name: string, value: string): Attribute => ({ name, type: nativeBackend().binding.TF_ATTR_STRING, value }),
  shape: (name: string, value: readonly number[]): Attribute => ({
    name,
    type: nativeBackend().binding.TF_ATTR_SHAPE,
    value,
  }),
};

/** Runs one operation with one output; returns its handle. */
export function execute(name: string, attributes: Attribute[], inputs: readonly number[]): number {
  return nativeBackend().binding.executeOp(name, attributes, inputs, 1)[0]!.id;
}

/** Runs one operation for its effect. */
export function executeForEffect(name: string, attributes: Attribute[], inputs: readonly number[]): void {
  nativeBackend().binding.executeOp(name, attributes, inputs, 0);
}

/** Runs one operation; its outputs become tensors of TensorFlow.js. Only for float32, int32 and bool outputs. */
export function executeToTensors(
  name: string,
  attributes: Attribute[],
  inputs: readonly number[],
  outputs: number,
): Tensor[] {
  const native = nativeBackend();
  return native.binding
    .executeOp(name, attributes, inputs, outputs)
    .map((metadata) => native.createOutputTensor(metadata));
}

/** `executeToTensors` for one output. */
export function executeToTensor<Result extends Tensor>(
  name: string,
  attributes: Attribute[],
  inputs: readonly number[],
): Result {
  return executeToTensors(name, attributes, inputs, 1)[0] as Result;
}

/** The handle below a tensor. It stays owned by the tensor. */
export function handleOf(tensor: Tensor): number {
  return nativeBackend().getInputTensorIds([tensor])[0]!;
}

/** Replaces the handle below a tensor; the old one must have been released. */
export function replaceHandle(tensor: Tensor, handle: number): void {
  nativeBackend().tensorMap.get(tensor.dataId).id = handle;
}

export function createHandle(shape: readonly number[], values: Float32Array | Int32Array): number {
  const type = values instanceof Float32Array ? dataType.float32 : dataType.int32;
  return nativeBackend().binding.createTensor(shape, type, values);
}

export function readHandle(handle: number): Float32Array | Int32Array {
  return nativeBackend().binding.tensorDataSync(handle);
}

export function release(...handles: number[]): void {
  const { binding } = nativeBackend();
  for (const handle of handles) binding.deleteTensor(handle);
}

/** Converts between data types. */
export function castHandle(handle: number, from: number, to: number): number {
  return execute(
    "Cast",
    [attribute.type("SrcT", from), attribute.type("DstT", to), attribute.flag("Truncate", false)],
    [handle],
  );
}
