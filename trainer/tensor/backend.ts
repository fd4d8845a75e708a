/**
 * The one place where TensorFlow.js is loaded. Everything in trainer/ takes `tf` and the tensor types from here.
 *
 * With its native library set up, `@tensorflow/tfjs-node` computes and trains. Without it the WebAssembly backend
 * ranks, scores and samples; training is refused with the reason (`requireTraining`).
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type * as TensorFlow from "@tensorflow/tfjs-node";

export type {
  DataType,
  NamedTensorMap,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Variable,
} from "@tensorflow/tfjs-node";

export interface TensorBackend {
  /** "tensorflow" (native) or "wasm". */
  name: "tensorflow" | "wasm";
  native: boolean;
  /** Why the native backend is not in use; null when it is. One line. */
  reason: string | null;
}

const require = createRequire(import.meta.url);

function loadNative(): { loaded: typeof TensorFlow } | { reason: string } {
  const root = path.dirname(require.resolve("@tensorflow/tfjs-node/package.json"));
  const binding = path.join(root, "lib", "napi-v8", "tfjs_binding.node");
  if (!existsSync(binding)) return { reason: "the native library of @tensorflow/tfjs-node is not set up" };
  // The addon prints CPU details to stderr at start; the level must be set before it loads.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  try {
    return { loaded: require("@tensorflow/tfjs-node") as typeof TensorFlow };
  } catch (error) {
    const [firstLine] = String(error instanceof Error ? error.message : error).split("\n");
    return { reason: `the native library of @tensorflow/tfjs-node does not load: ${firstLine}` };
  }
}

async function loadWasm(): Promise<typeof TensorFlow> {
  const loaded = require("@tensorflow/tfjs") as typeof TensorFlow;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(directory: string): void };
  const entry = require.resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`${path.dirname(entry)}${path.sep}`);
  // The loader's own handlers throw an error again from within its one long line, which would be printed before the reason.
  const emitter: NodeJS.EventEmitter = process;
  const others = ["uncaughtException", "unhandledRejection"].map((event) => [event, emitter.listeners(event)] as const);
  await loaded.setBackend("wasm");
  await loaded.ready();
  for (const [event, before] of others) {
    const added = emitter.listeners(event).filter((listener) => !before.includes(listener));
    for (const listener of added) emitter.off(event, listener as () => void);
  }
  return loaded;
}

const native = loadNative();

export const tf: typeof TensorFlow = "loaded" in native ? native.loaded : await loadWasm();

const backend: TensorBackend =
  "loaded" in native
    ? { name: "tensorflow", native: true, reason: null }
    : { name: "wasm", native: false, reason: native.reason };

/** Which backend computes, and why it is not the native one. */
export function tensorBackend(): TensorBackend {
  return backend;
}

/** Throws one line with the reason where this backend cannot train. */
export function requireTraining(): void {
  if (!backend.native) throw new Error(`Training needs the native tensor library: ${backend.reason}.`);
}

/** `tf.tidy` for a result that holds no tensors: tidy would look for some in every element of a large array. */
export function scoped<Result>(compute: () => Result): Result {
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}
