/** Adapters on a tiny model: equal to the base at the start, the right gradients, merged as they ran, small. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBatch } from "../../trainer/models/batch.ts";
import { tokenLogProbs } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import type { LoraConfig } from "../../trainer/models/lora.ts";
import { Sampler } from "../../trainer/models/sample.ts";
import { loadTop, saveModelFolder, saveTop } from "../../trainer/models/save.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import type { Top } from "../../trainer/models/top.ts";
import { createAdam } from "../../trainer/tensor/adam.ts";
import { type Scalar, scoped, tf } from "../../trainer/tensor/backend.ts";
import { valueAndGradients } from "../../trainer/tensor/gradients.ts";

const lora: LoraConfig = { rank: 4, alpha: 8, projections: "all" };
const folder = mkdtempSync(path.join(tmpdir(), "attune-lora-"));
const batch = createBatch(
  [
    { tokens: [5, 9, 77, 130, 8, 41], promptLength: 2 },
    { tokens: [9, 9, 200, 3], promptLength: 1 },
  ],
  0,
);

beforeAll(() => writeTinyModel(path.join(folder, "tiny"), { seed: 7, family: "qwen2" }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (topLayers: number): Promise<LanguageModel> => loadModel(path.join(folder, "tiny"), { topLayers });
const logProbsOf = (top: Top) => tokenLogProbs(top, top.trunk.forward(batch), batch).logProbs;
const numbersOf = (top: Top) => scoped(() => logProbsOf(top).dataSync<"float32">().slice());
const lossOf = (top: Top) => () => tf.neg(tf.mean(logProbsOf(top))) as Scalar;

/** Some steps, so that B is not zero. */
function train(top: Top, steps = 3): void {
  const adam = createAdam(top.variables);
  for (let step = 0; step < steps; step++) adam.apply(valueAndGradients(top.variables, lossOf(top)).gradients, 1e-2);
  adam.dispose();
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((worst, value, place) => Math.max(worst, Math.abs(value - b[place]!)), 0);
}

describe.each([1, 3])("adapters on %d of 3 blocks", (topLayers) => {
  it("leave the model as it was, to the last bit, until they are trained", async () => {
    const { top } = await load(topLayers);
    const before = numbersOf(top);
    top.addAdapters(lora, 1);
    expect(numbersOf(top)).toEqual(before);
    train(top);
    expect(largest(numbersOf(top), before)).toBeGreaterThan(1e-2);
  });

  it("alone change, and alone have optimiser state", async () => {
    const { top } = await load(topLayers);
    const whole = [...top.variables.values()].reduce((sum, { size }) => sum + size, 0);
    const weights = [...top.variables].map(([name, variable]) => [name, variable.dataSync().slice()] as const);
    const base = new Map([...top.variables]);
    top.addAdapters(lora, 1);
    expect(top.variables.size).toBe(2 * 7 * topLayers);
    expect([...top.variables.keys()].every((name) => /\.lora_[AB]\.weight$/.test(name))).toBe(true);
    const adapters = [...top.variables.values()].reduce((sum, { size }) => sum + size, 0);
    expect(adapters).toBeLessThan(whole / 3);
    const before = tf.memory().numBytes;
    train(top);
    expect(tf.memory().numBytes).toBe(before);
    const adam = createAdam(top.variables);
    const { moments } = adam.exportState();
    expect(Object.keys(moments)).toEqual([...top.variables.keys()]);
    expect(Object.values(moments).reduce((sum, { first }) => sum + first.length, 0)).toBe(adapters);
    adam.dispose();
    for (const [name, values] of weights) expect(base.get(name)!.dataSync(), name).toEqual(values);
  });

  it("have the gradients that finite differences find", async () => {
    const { top } = await load(topLayers);
    top.addAdapters(lora, 1);
    train(top, 2);
    const { gradients } = valueAndGradients(top.variables, lossOf(top));
    for (const [name, variable] of [...top.variables].filter((_, place) => place % 3 === 0)) {
      const values = variable.dataSync<"float32">().slice();
      const element = values.length >> 1;
      const at = (shift: number) => {
        const moved = values.slice();
        moved[element]! += shift;
        tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
        return scoped(() => lossOf(top)().dataSync()[0]!);
      };
      const expected = (at(1e-2) - at(-1e-2)) / 2e-2;
      at(0);
      expect(Math.abs(gradients[name]!.dataSync()[element]! - expected), name).toBeLessThan(
        2e-3 * Math.max(0.1, Math.abs(expected)),
      );
    }
    tf.dispose(gradients);
  });

  it("are merged where the model is copied, saved, or samples", async () => {
    const model = await load(topLayers);
    const { top, trunk } = model;
    top.addAdapters(lora, 1);
    train(top);
    const expected = numbersOf(top);
    const copy = top.clone();
    expect(largest(numbersOf(copy), expected)).toBeLessThan(1e-5);
    expect([...copy.variables.keys()].some((name) => name.includes("lora"))).toBe(false);

    const file = path.join(folder, `top-${topLayers}.safetensors`);
    await saveTop(file, top);
    expect(largest(numbersOf((await loadTop(file, trunk)).top), expected)).toBeLessThan(1e-5);
    const whole = path.join(folder, `whole-${topLayers}`);
    await saveModelFolder(whole, model);
    expect(largest(numbersOf((await loadModel(whole)).top), expected)).toBeLessThan(1e-4);

    const ask = { promptTokens: [5, 9, 77], temperature: 0, topP: 1, topK: 0, maxNewTokens: 12, seed: 1 };
    const samplers = [new Sampler(model), new Sampler({ ...model, top: copy })];
    const [own, ofCopy] = await Promise.all(samplers.map((sampler) => sampler.sample([ask])));
    expect(own![0]!.tokens).toEqual(ofCopy![0]!.tokens);
  });
});

it("draws A by seed and matrix", async () => {
  const drawn = async (seed: number) => {
    const { top } = await load(1);
    top.addAdapters(lora, seed);
    return [...top.variables].filter(([name]) => name.includes("lora_A")).map(([, a]) => [...a.dataSync()]);
  };
  const [first, again, other] = [await drawn(1), await drawn(1), await drawn(2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  const values = first.flat();
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  expect(deviation).toBeGreaterThan(0.22);
  expect(deviation).toBeLessThan(0.28);
});

it("only goes where it is told to", async () => {
  const { top } = await load(2);
  top.addAdapters({ ...lora, projections: "queryAndValue" }, 1);
  expect([...top.variables.keys()]).toEqual(
    [1, 2].flatMap((layer) =>
      ["q", "v"].flatMap((which) =>
        ["A", "B"].map((matrix) => `model.layers.${layer}.self_attn.${which}_proj.lora_${matrix}.weight`),
      ),
    ),
  );
  train(top);
  expect(() => top.addAdapters(lora, 1)).toThrow(/already/);
});
