/**
 * AdamW (Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2), in place on the native backend and
 * keyed by variable name, so that losses over different variables can take turns on one optimiser state.
 */
import { type NamedTensorMap, requireTraining, type Tensor, tf, type Variable } from "./backend.ts";
import { squaredNorm } from "./gradients.ts";
import {
  attribute,
  createHandle,
  dataType,
  execute,
  executeForEffect,
  handleOf,
  readHandle,
  release,
  replaceHandle,
} from "./native.ts";

export interface AdamOptions {
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Added to √v̂ as in PyTorch; default 1e-5, as in the published RLHF runs. */
  epsilon?: number;
  /** Decoupled; default 0. Norm gains and biases (rank 1) are never decayed. */
  weightDecay?: number;
  /** Gradients are scaled down to this global L2 norm; default 1; 0 turns clipping off. */
  maxGradientNorm?: number;
}

export interface AdamStep {
  /** Global L2 norm before clipping. */
  gradientNorm: number;
  /** False where the norm was not finite: then nothing was changed. */
  applied: boolean;
}

/** Everything needed to go on exactly: the step count, and moments by variable name. */
export interface AdamState {
  step: number;
  moments: Record<string, { first: Float32Array; second: Float32Array }>;
}

export interface Adam {
  /** One update; disposes the gradients. `gradients` are named by the keys of the variables' map; a variable without one stays as it is. */
  apply(gradients: NamedTensorMap, learningRate: number): AdamStep;
  exportState(): AdamState;
  /** Throws where the names or sizes do not fit. */
  importState(state: AdamState): void;
  /** Releases the moments; the variables live on. */
  dispose(): void;
}

/** A variable of TensorFlow.js with the TensorFlow resources that back it. */
interface Slot {
  variable: Variable;
  weights: number;
  first: number;
  second: number;
  /** The handle under the variable after our last update; another one means that somebody assigned to it. */
  known: number;
}

let resources = 0;
const floatType = () => attribute.type("dtype", dataType.float32);

/** Throws where the backend cannot train. */
export function createAdam(variables: ReadonlyMap<string, Variable>, options: AdamOptions = {}): Adam {
  requireTraining();
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-5, weightDecay = 0, maxGradientNorm = 1 } = options;
  let step = 0;
  const slots = new Map<string, Slot>();
  for (const [name, variable] of variables) {
    const zeros = tf.zeros(variable.shape);
    const [first, second] = [0, 1].map(() => createResource(variable.shape, handleOf(zeros))) as [number, number];
    zeros.dispose();
    slots.set(name, {
      variable,
      weights: createResource(variable.shape, handleOf(variable)),
      first,
      second,
      known: handleOf(variable),
    });
  }

  return {
    apply(gradients, learningRate) {
      const gradientNorm = globalNorm(Object.values(gradients));
      const applied = Number.isFinite(gradientNorm);
      if (applied) {
        step++;
        const clip = maxGradientNorm > 0 && gradientNorm > maxGradientNorm ? maxGradientNorm / gradientNorm : 1;
        const beta1Power = beta1 ** step;
        const beta2Power = beta2 ** step;
        // The kernel adds its ε to √v before the bias correction; scaled like this, it stands for ε beside √v̂.
        const kernelEpsilon = epsilon * Math.sqrt(1 - beta2Power);
        const scalars = [beta1Power, beta2Power, learningRate, beta1, beta2, kernelEpsilon].map((value) =>
          createHandle([], new Float32Array([value])),
        );
        for (const [name, gradient] of Object.entries(gradients)) {
          const slot = slots.get(name);
          if (!slot) throw new Error(`no variable is called ${name}`);
          const scaled = clip === 1 ? gradient : tf.mul(gradient, clip);
          update(slot, scaled, scalars, gradient.rank > 1 ? weightDecay * learningRate : 0);
          if (scaled !== gradient) scaled.dispose();
        }
        release(...scalars);
      }
      tf.dispose(gradients);
      return { gradientNorm, applied };
    },
    exportState() {
      const moments: AdamState["moments"] = {};
      for (const [name, slot] of slots)
        moments[name] = { first: readResource(slot.first), second: readResource(slot.second) };
      return { step, moments };
    },
    importState(state) {
      for (const [name, slot] of slots) {
        const saved = state.moments[name];
        if (!saved) throw new Error(`optimiser state has no moments for ${name}`);
        for (const [resource, values] of [
          [slot.first, saved.first],
          [slot.second, saved.second],
        ] as const) {
          if (values.length !== slot.variable.size) {
            throw new Error(
              `optimiser state of ${name} has ${values.length} values, the variable ${slot.variable.size}`,
            );
          }
          const handle = createHandle(slot.variable.shape, values);
          assignResource(resource, handle);
          release(handle);
        }
      }
      step = state.step;
    },
    dispose() {
      for (const { weights, first, second } of slots.values()) {
        for (const resource of [weights, first, second]) {
          executeForEffect("DestroyResourceOp", [attribute.flag("ignore_lookup_error", true)], [resource]);
          release(resource);
        }
      }
      slots.clear();
    },
  };
}

/**
 * The variable's own handle is given up before the update and read back after it: while somebody else holds the
 * buffer, TensorFlow updates a copy.
 */
function update(slot: Slot, gradient: Tensor, scalars: readonly number[], decay: number): void {
  const current = handleOf(slot.variable);
  if (current !== slot.known) assignResource(slot.weights, current);
  const decayed = decay > 0 ? tf.mul(slot.variable, decay) : null;
  release(current);
  if (decayed) {
    executeForEffect("AssignSubVariableOp", [floatType()], [slot.weights, handleOf(decayed)]);
    decayed.dispose();
  }
  executeForEffect(
    "ResourceApplyAdam",
    [
      attribute.type("T", dataType.float32),
      attribute.flag("use_locking", false),
      attribute.flag("use_nesterov", false),
    ],
    [slot.weights, slot.first, slot.second, ...scalars, handleOf(gradient)],
  );
  slot.known = execute("ReadVariableOp", [floatType()], [slot.weights]);
  replaceHandle(slot.variable, slot.known);
}

function createResource(shape: readonly number[], initial: number): number {
  const resource = execute(
    "VarHandleOp",
    [
      attribute.text("container", ""),
      // Resources with one name share one buffer.
      attribute.text("shared_name", `attune-adam-${resources++}`),
      floatType(),
      attribute.shape("shape", shape),
    ],
    [],
  );
  assignResource(resource, initial);
  return resource;
}

function assignResource(resource: number, value: number): void {
  executeForEffect("AssignVariableOp", [floatType()], [resource, value]);
}

function readResource(resource: number): Float32Array {
  const handle = execute("ReadVariableOp", [floatType()], [resource]);
  const values = readHandle(handle) as Float32Array;
  release(handle);
  return values;
}

function globalNorm(gradients: readonly Tensor[]): number {
  return tf.tidy(() => tf.sqrt(tf.addN(gradients.map(squaredNorm))).dataSync()[0]!);
}
