import { describe, expect, it } from "vitest";
import { attended, attentionGradients } from "../../trainer/tensor/attention.ts";
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tf,
} from "../../trainer/tensor/backend.ts";
import { differentiable } from "../../trainer/tensor/differentiable.ts";
import {
  gated,
  gatedGradients,
  gateParts,
  gatherRows,
  gelu,
  geluGradient,
  norm,
  rotated,
  rotatedBack,
} from "../../trainer/tensor/kernels.ts";
import { linear } from "../../trainer/tensor/linear.ts";
import { tokenLogProbabilities } from "../../trainer/tensor/token-log-probabilities.ts";

let seed = 0;
const normal = <Result extends Tensor>(...shape: number[]) => tf.randomNormal(shape, 0, 1, "float32", ++seed) as Result;

/** Largest difference of values and of all gradients, between a kernel and the same written in plain operations. */
function compare(
  inputs: Tensor[],
  kernel: (...inputs: Tensor[]) => Tensor,
  plain: (...inputs: Tensor[]) => Tensor,
): number {
  return tf.tidy(() => {
    const value = kernel(...inputs);
    const upstream = normal<Tensor>(...value.shape);
    const loss =
      (compute: (...inputs: Tensor[]) => Tensor) =>
      (...parameters: Tensor[]) =>
        tf.sum(tf.mul(compute(...parameters), upstream)) as Scalar;
    const ours = [value, ...tf.grads(loss(kernel))(inputs)];
    const theirs = [plain(...inputs), ...tf.grads(loss(plain))(inputs)];
    return Math.max(...ours.map((tensor, place) => tf.max(tf.abs(tf.sub(tensor, theirs[place]!))).dataSync()[0]!));
  });
}

/** Gradient of `loss` in `input` by central differences, at every element. */
function finiteDifferences(input: Tensor, loss: (input: Tensor) => Scalar, step = 1e-2): Float64Array {
  const values = input.dataSync<"float32">();
  const at = (element: number, shift: number) =>
    tf.tidy(
      () =>
        loss(
          tf.tensor(
            values.map((value, place) => (place === element ? value + shift : value)),
            input.shape,
          ),
        ).dataSync()[0]!,
    );
  return Float64Array.from(values, (_, element) => (at(element, step) - at(element, -step)) / (2 * step));
}

const swiGlu = (...inputs: [Tensor2D, Tensor2D]) =>
  differentiable<Tensor2D>(inputs, (save) => {
    save(inputs);
    return {
      value: gated(...inputs),
      gradient: (upstream, saved) => {
        const [gate, up] = saved as [Tensor2D, Tensor2D];
        const gradients = gatedGradients(gateParts(gate), gate, up, upstream);
        return [gradients.gate, gradients.up];
      },
    };
  });

const activate = (x: Tensor2D) =>
  differentiable<Tensor2D>([x], (save) => {
    save([x]);
    return { value: gelu(x), gradient: (upstream, [saved]) => [geluGradient(saved as Tensor2D, upstream)] };
  });

const angles = Float32Array.from({ length: 12 }, (_, place) => (place % 2) + Math.floor(place / 4));
const [cosine, sine] = [tf.tensor2d(angles.map(Math.cos), [3, 4]), tf.tensor2d(angles.map(Math.sin), [3, 4])];
const rotate = (x: Tensor4D) =>
  differentiable<Tensor4D>([x], () => ({
    value: rotated(x, cosine, sine),
    gradient: (upstream) => [rotatedBack(upstream, cosine, sine)],
  }));

const causalAttention = (...inputs: [Tensor4D, Tensor4D, Tensor4D]) =>
  differentiable<Tensor4D>(inputs, (save) => {
    save(inputs);
    return {
      value: attended(...inputs),
      gradient: (upstream, saved) => {
        const { query, key, value } = attentionGradients(...(saved as [Tensor4D, Tensor4D, Tensor4D]), upstream);
        return [query, key, value];
      },
    };
  });

describe("kernels and their gradients", () => {
  it("normalises by the root mean square", () => {
    const difference = compare(
      [normal(5, 8), normal(8)],
      (x, gain) => norm(x as Tensor2D, gain as Tensor1D, null, 1e-5),
      (x, gain) => tf.mul(tf.mul(x!, tf.rsqrt(tf.add(tf.mean(tf.square(x!), -1, true), 1e-5))), gain!),
    );
    expect(difference).toBeLessThan(2e-6);
  });

  it("normalises by mean and deviation", () => {
    const difference = compare(
      [normal(5, 8), normal(8), normal(8)],
      (x, gain, bias) => norm(x as Tensor2D, gain as Tensor1D, bias as Tensor1D, 1e-5),
      (x, gain, bias) => {
        const { mean, variance } = tf.moments(x!, -1, true);
        return tf.add(tf.mul(tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-5))), gain!), bias!);
      },
    );
    expect(difference).toBeLessThan(2e-6);
  });

  it("gates with SwiGLU", () => {
    const difference = compare(
      [normal(5, 8), normal(5, 8)],
      (gate, up) => swiGlu(gate as Tensor2D, up as Tensor2D),
      (gate, up) => tf.mul(tf.mul(gate!, tf.sigmoid(gate!)), up!),
    );
    expect(difference).toBeLessThan(2e-6);
  });

  it("rotates, and turns gradients back", () => {
    const difference = compare(
      [normal(2, 2, 3, 4)],
      (x) => rotate(x as Tensor4D),
      (x) => {
        const [a, b] = tf.split(x!, 2, -1) as [Tensor, Tensor];
        return tf.add(tf.mul(x!, cosine), tf.mul(tf.concat([tf.neg(b), a], -1), sine));
      },
    );
    expect(difference).toBeLessThan(2e-6);
  });

  it("attends causally with fewer key-value heads than heads", () => {
    const [sequences, heads, groups, length, size] = [2, 4, 2, 5, 8];
    const difference = compare(
      [
        normal(sequences, heads, length, size),
        normal(sequences, groups, length, size),
        normal(sequences, groups, length, size),
      ],
      (query, key, value) => causalAttention(query as Tensor4D, key as Tensor4D, value as Tensor4D),
      (query, key, value) => {
        const repeat = (x: Tensor) => tf.gather(x, tf.tensor1d([0, 0, 1, 1], "int32"), 1);
        const future = tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0));
        const scores = tf.sub(tf.mul(tf.matMul(query!, repeat(key!), false, true), size ** -0.5), tf.mul(future, 1e9));
        return tf.matMul(tf.softmax(scores), repeat(value!));
      },
    );
    expect(difference).toBeLessThan(5e-6);
  });

  it("multiplies with a weight stored [out, in]", () => {
    const difference = compare(
      [normal(6, 4), normal(3, 4), normal(3)],
      (x, weight, bias) => linear(x as Tensor2D, weight as Tensor2D, bias as Tensor1D),
      (x, weight, bias) => tf.add(tf.matMul(x as Tensor2D, weight as Tensor2D, false, true), bias!),
    );
    expect(difference).toBeLessThan(5e-6);
  });

  it("comes within bfloat16's rounding when asked to compute in it", () => {
    const [x, weight] = [normal<Tensor2D>(64, 128), normal<Tensor2D>(32, 128)];
    const exact = linear(x, weight);
    const error =
      tf.norm(tf.sub(linear(x, weight, null, "bfloat16"), exact)).dataSync()[0]! / tf.norm(exact).dataSync()[0]!;
    expect(error).toBeGreaterThan(1e-5);
    expect(error).toBeLessThan(8e-3);
  });

  it("gathers rows and adds their gradients up", () => {
    const rows = Int32Array.from([3, 0, 3]);
    const difference = compare(
      [normal(4, 2)],
      (x) => gatherRows(x as Tensor2D, rows),
      (x) => tf.gather(x!, tf.tensor1d(rows, "int32")),
    );
    expect(difference).toBe(0);
  });
});

describe("gradients by finite differences", () => {
  const kernels: [string, number[][], (...inputs: Tensor[]) => Tensor][] = [
    ["root mean square norm", [[3, 8], [8]], (x, gain) => norm(x as Tensor2D, gain as Tensor1D, null, 1e-5)],
    ["LayerNorm", [[3, 8], [8], [8]], (x, gain, bias) => norm(x as Tensor2D, gain as Tensor1D, bias as Tensor1D, 1e-5)],
    ["GELU", [[3, 8]], (x) => activate(x as Tensor2D)],
    [
      "SwiGLU",
      [
        [3, 5],
        [3, 5],
      ],
      (gate, up) => swiGlu(gate as Tensor2D, up as Tensor2D),
    ],
    ["rotary embedding", [[1, 2, 3, 4]], (x) => rotate(x as Tensor4D)],
    [
      "grouped causal attention",
      [
        [2, 4, 3, 4],
        [2, 2, 3, 4],
        [2, 2, 3, 4],
      ],
      (query, key, value) => causalAttention(query as Tensor4D, key as Tensor4D, value as Tensor4D),
    ],
    [
      "linear map",
      [[4, 3], [5, 3], [5]],
      (x, weight, bias) => linear(x as Tensor2D, weight as Tensor2D, bias as Tensor1D),
    ],
    ["rows of a matrix", [[4, 3]], (x) => gatherRows(x as Tensor2D, Int32Array.of(3, 0, 3))],
    ...[true, false].map((entropy): (typeof kernels)[number] => [
      `log-probabilities under a trained head${entropy ? ", with entropies" : ""}`,
      [
        [3, 4],
        [7, 4],
      ],
      (hidden, weight) => {
        const found = tokenLogProbabilities(hidden as Tensor2D, weight as Tensor2D, Int32Array.of(1, 6, 1), {
          temperature: 0.7,
          compute: "float32",
          entropy,
          trainHead: true,
          rowsAtOnce: 2,
        });
        return entropy ? tf.stack([found.logProbs, found.entropy!], 1) : found.logProbs;
      },
    ]),
  ];

  it.each(kernels)("%s", (_, shapes, kernel) => {
    tf.tidy(() => {
      const inputs = shapes.map((shape) => normal<Tensor>(...shape));
      const upstream = normal<Tensor>(...kernel(...inputs).shape);
      const loss = (...parameters: Tensor[]) => tf.sum(tf.mul(kernel(...parameters), upstream)) as Scalar;
      for (const [place, gradient] of tf.grads(loss)(inputs).entries()) {
        const found = gradient.dataSync();
        const expected = finiteDifferences(inputs[place]!, (input) => loss(...inputs.with(place, input)));
        const size = Math.hypot(...expected);
        const difference = Math.hypot(...expected.map((value, element) => value - found[element]!));
        expect(difference / size, `input ${place}`).toBeLessThan(2e-3);
      }
    });
  });
});

describe("token log-probabilities", () => {
  const targets = Int32Array.from([1, 6, 0, 3, 3]);
  const options = { temperature: 0.7, compute: "float32", entropy: true } as const;
  const plain = (hidden: Tensor, weight: Tensor) => {
    const logits = tf.div(tf.matMul(hidden as Tensor2D, weight as Tensor2D, false, true), options.temperature);
    const logProbs = tf.logSoftmax(logits);
    return tf.stack(
      [
        tf.sum(tf.mul(logProbs, tf.oneHot(tf.tensor1d(targets, "int32"), 7)), -1),
        tf.neg(tf.sum(tf.mul(tf.exp(logProbs), logProbs), -1)),
      ],
      1,
    );
  };
  const kernel = (trainHead: boolean, rowsAtOnce: number) => (hidden: Tensor, weight: Tensor) => {
    const { logProbs, entropy } = tokenLogProbabilities(hidden as Tensor2D, weight as Tensor2D, targets, {
      ...options,
      trainHead,
      rowsAtOnce,
    });
    return tf.stack([logProbs, entropy!], 1);
  };

  it.each([1, 2, 5])("agree with plain operations, head trained, %d rows at once", (rowsAtOnce) => {
    const difference = compare(
      [normal(5, 4), normal(7, 4)],
      (hidden, weight) => kernel(true, rowsAtOnce)(hidden!, weight!),
      (hidden, weight) => plain(hidden!, weight!),
    );
    expect(difference).toBeLessThan(5e-6);
  });

  it.each([1, 2, 5])("agree with plain operations without entropies, head trained, %d rows at once", (rowsAtOnce) => {
    const difference = compare(
      [normal(5, 4), normal(7, 4)],
      (hidden, weight) =>
        tokenLogProbabilities(hidden as Tensor2D, weight as Tensor2D, targets, {
          ...options,
          entropy: false,
          trainHead: true,
          rowsAtOnce,
        }).logProbs,
      (hidden, weight) => tf.squeeze(tf.slice(plain(hidden!, weight!), [0, 0], [5, 1]), [1]),
    );
    expect(difference).toBeLessThan(5e-6);
  });

  it("have the gradient that finite differences find, head frozen", () => {
    const [hidden, weight, upstream] = [normal<Tensor2D>(5, 4), normal<Tensor2D>(7, 4), normal<Tensor2D>(5, 2)];
    const loss = (x: Tensor) => tf.sum(tf.mul(kernel(false, 2)(x, weight), upstream)) as Scalar;
    const gradient = tf.grad(loss)(hidden).dataSync();
    for (const [element, expected] of finiteDifferences(hidden, loss).entries()) {
      expect(gradient[element]).toBeCloseTo(expected, 2);
    }
  });

  it("have the same gradient without entropies", () => {
    const [hidden, weight] = [normal<Tensor2D>(5, 4), normal<Tensor2D>(7, 4)];
    const sumOf = (entropy: boolean) => (x: Tensor) =>
      tf.sum(tokenLogProbabilities(x as Tensor2D, weight, targets, { ...options, entropy, trainHead: false }).logProbs);
    const [without, beside] = [tf.grad(sumOf(false))(hidden), tf.grad(sumOf(true))(hidden)];
    expect(without.dataSync()).toEqual(beside.dataSync());
  });

  it("leave no tensors behind", () => {
    const [hidden, weight] = [normal<Tensor2D>(5, 4), normal<Tensor2D>(7, 4)];
    const before = tf.memory().numTensors;
    tf.tidy(() => kernel(false, 2)(hidden, weight)).dispose();
    tf.grad((x) => tf.sum(kernel(false, 2)(x, weight)) as Scalar)(hidden).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
