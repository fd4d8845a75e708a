import { type AdamOptions, type AdamStep, createAdam } from "../tensor/adam.ts";
import { type NamedTensorMap, tf, type Variable } from "../tensor/backend.ts";

/** What a trainer needs to go on exactly where it stood. Random draws derive from the seed, so no generator is kept. */
export interface TrainerState {
  /** Weights and optimiser moments, float32, by name. */
  tensors: Record<string, Float32Array>;
  /** Counters, coefficients, the configuration as JSON. */
  values: Record<string, number | string | boolean | null>;
}

/** A fixed set of variables with the one optimiser that trains them. */
export interface Learner {
  readonly variables: ReadonlyMap<string, Variable>;
  /** One optimiser step; disposes the gradients. */
  apply(gradients: NamedTensorMap, learningRate: number): AdamStep;
  /** Copies of the weights, by name. */
  weights(): Record<string, Float32Array>;
  /** Takes these weights and forgets the moments, which belong to the steps that led away from them. */
  startAnew(weights: Record<string, Float32Array>): void;
  /** Adds weights, moments and step count to a state, under this learner's name. */
  exportTo(state: TrainerState): void;
  /** The reverse. Throws at the first missing or misshapen tensor, before changing anything. */
  importFrom(state: TrainerState): void;
  /** Frees the optimiser; the variables belong to their model. */
  dispose(): void;
}

/** @param name prefix of this learner's entries in a state, unique within a trainer */
export function createLearner(name: string, variables: ReadonlyMap<string, Variable>, options?: AdamOptions): Learner {
  const adam = createAdam(variables, options);
  const keys = [...variables.keys()];

  function tensorOf(state: TrainerState, part: "weight" | "first" | "second", key: string): Float32Array {
    const tensor = state.tensors[`${name}/${part}/${key}`];
    const size = variables.get(key)!.size;
    if (tensor?.length !== size) {
      throw new Error(`${name}/${part}/${key}: ${tensor?.length ?? "no"} values where ${size} are expected`);
    }
    return tensor;
  }

  function assign(weights: readonly Float32Array[]): void {
    for (const [position, variable] of [...variables.values()].entries()) {
      tf.tidy(() => variable.assign(tf.tensor(weights[position]!, variable.shape)));
    }
  }

  return {
    variables,
    weights() {
      return Object.fromEntries([...variables].map(([key, variable]) => [key, variable.dataSync<"float32">()]));
    },
    startAnew(weights) {
      const zeros = (key: string) => new Float32Array(variables.get(key)!.size);
      const moments = Object.fromEntries(keys.map((key) => [key, { first: zeros(key), second: zeros(key) }]));
      adam.importState({ step: 0, moments });
      assign(keys.map((key) => weights[key]!));
    },
    apply: (gradients, learningRate) => adam.apply(gradients, learningRate),
    exportTo(state) {
      const { step, moments } = adam.exportState();
      state.values[`${name}/step`] = step;
      for (const [key, variable] of variables) {
        state.tensors[`${name}/weight/${key}`] = variable.dataSync<"float32">();
        state.tensors[`${name}/first/${key}`] = moments[key]!.first;
        state.tensors[`${name}/second/${key}`] = moments[key]!.second;
      }
    },
    importFrom(state) {
      const step = state.values[`${name}/step`];
      if (typeof step !== "number") throw new Error(`${name}/step is missing`);
      const moments = Object.fromEntries(
        keys.map((key) => [key, { first: tensorOf(state, "first", key), second: tensorOf(state, "second", key) }]),
      );
      const weights = keys.map((key) => tensorOf(state, "weight", key));
      adam.importState({ step, moments });
      assign(weights);
    },
    dispose: () => adam.dispose(),
  };
}

/** Throws where a state was made with another configuration: going on would not equal a run that never stopped. */
export function requireSameConfiguration(state: TrainerState, config: object): void {
  if (state.values.config === JSON.stringify(config)) return;
  throw new Error("The checkpoint was made with other settings; resume with the same or start anew.");
}
