import { afterEach, describe, expect, it } from "vitest";
import { type AdamOptions, createAdam } from "../../trainer/tensor/adam.ts";
import { type NamedTensorMap, type Scalar, tf, type Variable } from "../../trainer/tensor/backend.ts";
import { valueAndGradients } from "../../trainer/tensor/gradients.ts";

const rate = 0.01;
let variables = new Map<string, Variable>();

function create(): Map<string, Variable> {
  variables = new Map<string, Variable>([
    ["matrix", tf.variable(tf.tensor2d([1, -2, 3, 0.5], [2, 2]))],
    ["gain", tf.variable(tf.tensor1d([0.3, -0.7]))],
  ]);
  return variables;
}

/** Some gradients that differ from step to step. */
function gradientsAt(step: number): Record<string, number[]> {
  return { matrix: [step, -1, 0.5 * step, 2], gain: [0.1, -step] };
}

function tensorsAt(step: number): NamedTensorMap {
  const { matrix, gain } = gradientsAt(step);
  return { matrix: tf.tensor2d(matrix!, [2, 2]), gain: tf.tensor1d(gain!) };
}

/** PyTorch's AdamW with clipping, in double precision. */
function reference(
  steps: number,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-5, weightDecay = 0, maxGradientNorm = 1 }: AdamOptions,
) {
  const weights: Record<string, number[]> = { matrix: [1, -2, 3, 0.5], gain: [0.3, -0.7] };
  const first: Record<string, number[]> = { matrix: [0, 0, 0, 0], gain: [0, 0] };
  const second: Record<string, number[]> = { matrix: [0, 0, 0, 0], gain: [0, 0] };
  for (let step = 1; step <= steps; step++) {
    const gradients = gradientsAt(step);
    const norm = Math.hypot(...Object.values(gradients).flat());
    const clip = maxGradientNorm > 0 ? Math.min(1, maxGradientNorm / norm) : 1;
    for (const name of ["matrix", "gain"]) {
      weights[name] = weights[name]!.map((weight, element) => {
        const gradient = gradients[name]![element]! * clip;
        first[name]![element] = beta1 * first[name]![element]! + (1 - beta1) * gradient;
        second[name]![element] = beta2 * second[name]![element]! + (1 - beta2) * gradient ** 2;
        const corrected = Math.sqrt(second[name]![element]! / (1 - beta2 ** step)) + epsilon;
        const decayed = name === "matrix" ? weight * (1 - rate * weightDecay) : weight;
        return decayed - (rate * first[name]![element]!) / (1 - beta1 ** step) / corrected;
      });
    }
  }
  return weights;
}

const valuesOf = (name: string) => Array.from(variables.get(name)!.dataSync());

afterEach(() => tf.dispose([...variables.values()]));

describe("AdamW", () => {
  it.each<[string, AdamOptions]>([
    ["clipped", {}],
    ["with weight decay on matrices only", { weightDecay: 0.1 }],
    ["unclipped, other coefficients", { maxGradientNorm: 0, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }],
  ])("follows PyTorch's formula, %s", (_, options) => {
    const adam = createAdam(create(), options);
    for (let step = 1; step <= 5; step++) adam.apply(tensorsAt(step), rate);
    const expected = reference(5, options);
    for (const name of ["matrix", "gain"]) {
      for (const [element, value] of valuesOf(name).entries()) expect(value).toBeCloseTo(expected[name]![element]!, 5);
    }
    adam.dispose();
  });

  it("goes on exactly from an exported state", () => {
    const whole = createAdam(create(), { weightDecay: 0.1 });
    for (let step = 1; step <= 10; step++) whole.apply(tensorsAt(step), rate);
    const expected = { matrix: valuesOf("matrix"), gain: valuesOf("gain") };
    whole.dispose();

    const before = createAdam(create(), { weightDecay: 0.1 });
    for (let step = 1; step <= 5; step++) before.apply(tensorsAt(step), rate);
    const state = before.exportState();
    before.dispose();
    const after = createAdam(variables, { weightDecay: 0.1 });
    after.importState(state);
    for (let step = 6; step <= 10; step++) after.apply(tensorsAt(step), rate);
    expect({ matrix: valuesOf("matrix"), gain: valuesOf("gain") }).toEqual(expected);
    after.dispose();
  });

  it("keeps moments apart by name when losses take turns", () => {
    const adam = createAdam(create());
    const { gain, matrix } = tensorsAt(1);
    matrix!.dispose();
    adam.apply({ gain: gain! }, rate);
    expect(valuesOf("matrix")).toEqual([1, -2, 3, 0.5]);
    expect(adam.exportState().moments.matrix!.second).toEqual(new Float32Array(4));
    adam.dispose();
  });

  it("changes nothing on a gradient that is not finite", () => {
    const adam = createAdam(create());
    const { gain, matrix } = tensorsAt(1);
    gain!.dispose();
    const step = adam.apply({ matrix: matrix!, gain: tf.tensor1d([Number.NaN, 1]) }, rate);
    expect(step.applied).toBe(false);
    expect(valuesOf("matrix")).toEqual([1, -2, 3, 0.5]);
    expect(adam.exportState().step).toBe(0);
    adam.dispose();
  });

  it("sees what somebody assigned to a variable in between", () => {
    const adam = createAdam(create());
    adam.apply(tensorsAt(1), rate);
    tf.tidy(() => variables.get("gain")!.assign(tf.tensor1d([5, 5])));
    adam.apply(tensorsAt(2), rate);
    for (const value of valuesOf("gain")) expect(Math.abs(value - 5)).toBeLessThan(2 * rate);
    adam.dispose();
  });

  it("does not disturb what was read before, nor leave tensors behind", () => {
    const adam = createAdam(create());
    const copy = variables.get("matrix")!.dataSync<"float32">();
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) {
      const loss = () => tf.sum(tf.square(variables.get("matrix")!)) as Scalar;
      const { gradients } = valueAndGradients(variables, loss);
      expect(Object.keys(gradients)).toEqual(["matrix"]);
      adam.apply(gradients, rate);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(Array.from(copy)).toEqual([1, -2, 3, 0.5]);
    adam.dispose();
  });
});
