import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { createBatch } from "../../trainer/models/batch.ts";
import { tokenLogProbs } from "../../trainer/models/heads.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { Sampler } from "../../trainer/models/sample.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { createAdam } from "../../trainer/tensor/adam.ts";
import { tensorBackend, tf } from "../../trainer/tensor/backend.ts";
import { openModelFiles } from "../../trainer/weights/model-folder.ts";
import { referenceLogProbs } from "./trainer-reference-llama.ts";

// A machine on which the native library was not set up.
vi.mock("node:fs", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs")>();
  return {
    ...original,
    existsSync: (file: string) => !String(file).endsWith("tfjs_binding.node") && original.existsSync(file),
  };
});

const folder = mkdtempSync(path.join(tmpdir(), "attune-wasm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("without the native library: scores and samples the same, refuses to train with the reason", async () => {
  expect(tensorBackend()).toMatchObject({ name: "wasm", native: false, reason: expect.stringContaining("not set up") });
  await writeTinyModel(folder, { seed: 5, family: "qwen2" });
  const model = await loadModel(folder, { topLayers: 1 });
  const tokens = [5, 100, 42, 7, 200, 2];
  const batch = createBatch([{ tokens, promptLength: 2 }], 0, 9);
  const { logProbs, entropy } = tokenLogProbs(model.top, model.trunk.forward(batch), batch, { entropy: true });
  const expected = referenceLogProbs(model.trunk.architecture, openModelFiles(folder).weights, tokens);
  for (const [step, value] of logProbs.dataSync().entries()) {
    const distribution = expected[step + 1]!;
    expect(value).toBeCloseTo(distribution[tokens[step + 2]!]!, 4);
    const bits = -distribution.reduce((sum, logProb) => sum + Math.exp(logProb) * logProb, 0);
    expect(entropy!.dataSync()[step]).toBeCloseTo(bits, 4);
  }

  const sampler = new Sampler(model);
  const request = { temperature: 0, topP: 1, topK: 0, maxNewTokens: 5, seed: 1, stopTokens: [] };
  const prompts = [[5, 100, 42], [7]];
  const sampled = await sampler.sample(prompts.map((promptTokens) => ({ ...request, promptTokens })));
  sampled.forEach((sequence, place) => {
    const text = [...prompts[place]!];
    for (const token of sequence.tokens) {
      const last = referenceLogProbs(model.trunk.architecture, openModelFiles(folder).weights, text).at(-1)!;
      expect(token).toBe(last.indexOf(Math.max(...last)));
      text.push(token);
    }
  });
  expect(() => createAdam(model.top.variables)).toThrow(/Training needs the native tensor library: .*not set up/);
  expect(tf.getBackend()).toBe("wasm");
});

it("leaves none of the loader's handlers behind, which print its source before what went wrong", () => {
  const emitter: NodeJS.EventEmitter = process;
  const listeners = ["uncaughtException", "unhandledRejection"].flatMap((event) => emitter.listeners(event));
  expect(listeners.map(String).filter((source) => /ExitStatus|throw (ex|reason)\b/.test(source))).toEqual([]);
});
