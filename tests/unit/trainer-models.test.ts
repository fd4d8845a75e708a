import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBatch, type Sequence } from "../../trainer/models/batch.ts";
import { createScalarHead, scoreName, scores, tokenLogProbs } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { loadTop, saveModelFolder, saveTop } from "../../trainer/models/save.ts";
import { type TinyModelOptions, writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { createAdam } from "../../trainer/tensor/adam.ts";
import { type Scalar, type Tensor, tf, type Variable } from "../../trainer/tensor/backend.ts";
import { valueAndGradients } from "../../trainer/tensor/gradients.ts";
import { openModelFiles } from "../../trainer/weights/model-folder.ts";
import { referenceLogProbs } from "./trainer-reference-llama.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-models-"));
const at = (name: string) => path.join(folder, name);
let model: LanguageModel;

const sequences: Sequence[] = [
  { tokens: [5, 100, 42, 7, 200, 2], promptLength: 2 },
  { tokens: [9, 8, 7], promptLength: 1 },
  { tokens: [250, 3, 30, 31], promptLength: 3 },
];

beforeAll(async () => {
  await writeTinyModel(at("tiny"));
  model = await loadModel(at("tiny"), { topLayers: 2 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function logProbsOf({ trunk, top }: LanguageModel, list = sequences, length?: number): number[] {
  return tf.tidy(() => {
    const batch = createBatch(list, 0, length);
    return Array.from(tokenLogProbs(top, trunk.forward(batch), batch).logProbs.dataSync());
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  for (let place = 0; place < actual.length; place++) {
    expect(Math.abs(actual[place]! - expected[place]!), `value ${place}`).toBeLessThan(tolerance);
  }
}

describe("log-probabilities", () => {
  it.each<[string, TinyModelOptions]>([
    ["llama", {}],
    ["llama, free output head, one key-value head", { tiedEmbeddings: false, keyValueHeads: 1 }],
    ["mistral", { family: "mistral", layers: 2 }],
    ["qwen2, with biases", { family: "qwen2" }],
  ])("agree with a plain forward pass in double precision: %s", async (name, options) => {
    await writeTinyModel(at(name), { seed: 3, ...options });
    const other = await loadModel(at(name), { topLayers: 1 });
    const { weights } = openModelFiles(at(name));
    const expected = sequences.flatMap(({ tokens, promptLength }) => {
      const all = referenceLogProbs(other.trunk.architecture, weights, tokens);
      return tokens.slice(promptLength).map((token, place) => all[promptLength + place - 1]![token]!);
    });
    expectClose(logProbsOf(other), expected);
  });

  it("are the same wherever trunk and top meet", async () => {
    const expected = logProbsOf(model);
    for (const topLayers of [1, 3]) expectClose(logProbsOf(await loadModel(at("tiny"), { topLayers })), expected);
  });

  it.each([0, 7, 31])("and scores do not depend on %d pads", (pads) => {
    const head = createScalarHead(32, { normal: { seed: 1 } });
    const scoresOf = (list: Sequence[], length: number) =>
      tf.tidy(() => {
        const batch = createBatch(list, 0, length);
        return Array.from(scores(model.top, head, model.trunk.forward(batch), batch, "last").dataSync());
      });
    for (const sequence of sequences) {
      const { length } = sequence.tokens;
      expectClose(logProbsOf(model, [sequence], length + pads), logProbsOf(model, [sequence]));
      expectClose(scoresOf([sequence], length + pads), scoresOf([sequence], length));
    }
    expectClose(
      logProbsOf(model),
      sequences.flatMap((sequence) => logProbsOf(model, [sequence])),
    );
  });

  it("divide logits by the temperature and give entropies", () => {
    tf.tidy(() => {
      const batch = createBatch(sequences, 0);
      const { logProbs, entropy } = tokenLogProbs(model.top, model.trunk.forward(batch), batch, {
        temperature: 1e6,
        entropy: true,
      });
      expectClose(logProbs.dataSync(), new Array(batch.targets.length).fill(-Math.log(259)), 1e-3);
      expectClose(entropy!.dataSync(), new Array(batch.targets.length).fill(Math.log(259)), 1e-3);
    });
  });
});

describe("training the top", () => {
  it("has the gradients that finite differences find", () => {
    const batch = createBatch(sequences, 0);
    const hidden = model.trunk.forward(batch);
    const head = createScalarHead(32, { normal: { seed: 1 } });
    const variables = new Map<string, Variable>([...model.top.variables, [scoreName, head.weight]]);
    const loss = () =>
      tf.tidy(() => {
        const { logProbs, entropy } = tokenLogProbs(model.top, hidden, batch, { temperature: 0.8, entropy: true });
        const parts = [
          logProbs,
          entropy!,
          scores(model.top, head, hidden, batch, "last"),
          scores(model.top, head, hidden, batch, "completion"),
        ];
        return tf.addN(parts.map((part, place) => tf.mul(tf.sum(part), place + 1))) as Scalar;
      });
    const { gradients } = valueAndGradients(variables, loss);
    for (const [name, variable] of variables) {
      const original = variable.dataSync<"float32">();
      const gradient = gradients[name]!.dataSync<"float32">();
      const element = gradient.reduce(
        (best, value, place) => (Math.abs(value) > Math.abs(gradient[best]!) ? place : best),
        0,
      );
      const shifted = (shift: number) => {
        tf.tidy(() =>
          variable.assign(
            tf.tensor(
              original.map((value, place) => (place === element ? value + shift : value)),
              variable.shape,
            ),
          ),
        );
        return tf.tidy(() => loss().dataSync()[0]!);
      };
      const expected = (shifted(1e-2) - shifted(-1e-2)) / 2e-2;
      shifted(0);
      expect(Math.abs(gradient[element]! / expected - 1), name).toBeLessThan(2e-2);
    }
    tf.dispose(gradients);
    hidden.dispose();
  });

  it("moves a clone and leaves original and trunk alone, without piling up tensors", () => {
    const before = logProbsOf(model);
    const policy = model.top.clone();
    const adam = createAdam(policy.variables);
    const batch = createBatch(sequences, 0);
    const hidden = model.trunk.forward(batch);
    const step = () => {
      const { value, gradients } = valueAndGradients(
        policy.variables,
        () => tf.neg(tf.mean(tokenLogProbs(policy, hidden, batch).logProbs)) as Scalar,
      );
      adam.apply(gradients, 1e-2);
      return value;
    };
    const first = step();
    const count = tf.memory().numTensors;
    for (let round = 0; round < 10; round++) step();
    expect(step()).toBeLessThan(first - 0.5);
    expect(tf.memory().numTensors).toBe(count);
    expect(logProbsOf(model)).toEqual(before);
    adam.dispose();
    policy.dispose();
    hidden.dispose();
  });
});

describe("saving", () => {
  const noisy = () => {
    const top = model.top.clone();
    for (const variable of top.variables.values()) {
      tf.tidy(() => variable.assign(tf.add(variable, tf.randomNormal(variable.shape, 0, 0.05)) as Tensor));
    }
    return top;
  };

  it("stores a top with its head, and only on its own trunk gives it back", async () => {
    const top = noisy();
    const head = createScalarHead(32, { normal: { seed: 4 } });
    const written = await saveTop(at("top.safetensors"), top, { head, metadata: { round: "r1" } });
    expect(written.sha256).toMatch(/^[0-9a-f]{64}$/);
    const loaded = await loadTop(at("top.safetensors"), model.trunk);
    expect(loaded.metadata).toEqual({ format: "pt", round: "r1" });
    expect(loaded.head!.weight.dataSync()).toEqual(head.weight.dataSync());
    expect(logProbsOf({ ...model, top: loaded.top })).toEqual(logProbsOf({ ...model, top }));
    const other = await loadModel(at("tiny"), { topLayers: 1 });
    await expect(loadTop(at("top.safetensors"), other.trunk)).rejects.toThrow(/belongs to trunk/);
  });

  it("writes the merged whole as a folder with the same numbers", async () => {
    const top = noisy();
    await saveModelFolder(at("merged"), { ...model, top });
    const merged = await loadModel(at("merged"), { topLayers: 2 });
    expect(merged.trunk.hash).toBe(model.trunk.hash);
    expect(logProbsOf(merged)).toEqual(logProbsOf({ ...model, top }));
  });

  it("refuses weights that are not finite and leaves no file", async () => {
    const top = model.top.clone();
    tf.tidy(() => top.variables.get("model.norm.weight")!.assign(tf.fill([32], Number.NaN)));
    await expect(saveTop(at("nan.safetensors"), top)).rejects.toThrow(/model.norm.weight.*not finite/);
    expect(() => openModelFiles(at("nan.safetensors"))).toThrow(/no model/);
  });
});
