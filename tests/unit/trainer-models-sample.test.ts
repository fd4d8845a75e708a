import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBatch } from "../../trainer/models/batch.ts";
import { chooseToken } from "../../trainer/models/choose-token.ts";
import { tokenLogProbs } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { type SampleRequest, Sampler } from "../../trainer/models/sample.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { stackHidden, unstackHidden } from "../../trainer/models/trunk.ts";
import { scoped, tf } from "../../trainer/tensor/backend.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-sample-"));
let model: LanguageModel;
let sampler: Sampler;

beforeAll(async () => {
  await writeTinyModel(folder, { seed: 8, spread: 0.4 });
  model = await loadModel(folder, { topLayers: 1 });
  sampler = new Sampler(model);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Prompts of unequal length, one of them twice, answers of unequal length that outgrow the cache's first room. */
const requests: SampleRequest[] = [
  { promptTokens: [1, 10, 20], maxNewTokens: 90, seed: 1 },
  { promptTokens: Array.from({ length: 61 }, (_, place) => 3 + place), maxNewTokens: 9, seed: 2 },
  { promptTokens: [7], maxNewTokens: 30, seed: 3 },
  { promptTokens: [1, 10, 20], maxNewTokens: 70, seed: 4 },
  { promptTokens: [1, 10, 20], maxNewTokens: 12, seed: 1 },
].map((request) => ({ temperature: 1, topP: 1, topK: 0, stopTokens: [], ...request }));

describe("sampling", () => {
  it("gives each seed its sequence, alone or among others", async () => {
    const together = await sampler.sample(requests);
    const alone = await Promise.all(requests.map(async (request) => (await sampler.sample([request]))[0]!));
    expect(together).toEqual(alone);
    expect(together.map(({ tokens }) => tokens.length)).toEqual([90, 9, 30, 70, 12]);
    expect(together[4]!.tokens).toEqual(together[0]!.tokens.slice(0, 12));
    expect(together[3]!.tokens).not.toEqual(together[0]!.tokens.slice(0, 70));
  });

  it("draws from the distribution that the whole forward pass gives", async () => {
    const greedy = await sampler.sample(requests.map((request) => ({ ...request, temperature: 0 })));
    greedy.forEach(({ tokens }, place) => {
      const { promptTokens } = requests[place]!;
      tf.tidy(() => {
        const batch = createBatch([{ tokens: [...promptTokens, ...tokens], promptLength: promptTokens.length }], 0);
        const hidden = model.trunk.forward(batch);
        for (let other = 0; other < 259; other += 37) {
          const changed = { ...batch, targets: batch.targets.map(() => other) };
          const best = tokenLogProbs(model.top, hidden, batch).logProbs.dataSync();
          const rival = tokenLogProbs(model.top, hidden, changed).logProbs.dataSync();
          for (const [step, value] of best.entries()) expect(value).toBeGreaterThan(rival[step]! - 1e-4);
        }
      });
    });
  });

  it("hands out the trunk's activations, equal to a forward pass", async () => {
    const sampled = await sampler.sample(requests, { keepHidden: true });
    expect(sampled.map(({ tokens }) => tokens)).toEqual((await sampler.sample(requests)).map(({ tokens }) => tokens));
    const batch = createBatch(
      sampled.map(({ tokens }, place) => {
        const { promptTokens } = requests[place]!;
        return { tokens: [...promptTokens, ...tokens], promptLength: promptTokens.length };
      }),
      0,
    );
    const forward = unstackHidden(model.trunk.forward(batch), batch);
    const kept = unstackHidden(
      stackHidden(
        sampled.map(({ hidden }) => hidden!),
        batch,
        32,
      ),
      batch,
    );
    for (const [sequence, rows] of kept.entries()) {
      expect(rows.length).toBe(forward[sequence]!.length);
      const largest = rows.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const difference = rows.reduce(
        (most, value, place) => Math.max(most, Math.abs(value - forward[sequence]![place]!)),
        0,
      );
      expect(difference / largest).toBeLessThan(1e-5);
    }
  });

  it("stops at a stop token and says so; reports each token; leaves no tensors behind", async () => {
    const [free] = await sampler.sample([requests[0]!]);
    const stop = free!.tokens[5]!;
    const before = tf.memory().numTensors;
    const seen: [number, number][] = [];
    const stopped = await sampler.sample(
      requests.map((request) => ({ ...request, stopTokens: [stop] })),
      { onToken: (place, token) => seen.push([place, token]) },
    );
    expect(stopped[0]).toEqual({
      tokens: free!.tokens.slice(0, free!.tokens.indexOf(stop) + 1),
      finishReason: "stop",
      hidden: null,
    });
    stopped.forEach(({ tokens }, place) => {
      expect(seen.filter(([of]) => of === place).map(([, token]) => token)).toEqual(tokens);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("lets requests join while others are under way, each with its own result", async () => {
    const expected = await sampler.sample(requests);
    const later: Promise<unknown>[] = [];
    const first = sampler.sample([requests[0]!], {
      onToken: (_, token) => {
        const place = 1 + later.length;
        if (place < requests.length && token !== expected[0]!.tokens.at(-1)) {
          later.push(sampler.sample([requests[place]!], { keepHidden: place % 2 === 0 }).then(([one]) => one!.tokens));
        }
      },
    });
    expect(await first).toEqual([expected[0]]);
    expect(await Promise.all(later)).toEqual(expected.slice(1).map(({ tokens }) => tokens));
  });

  it("answers more requests than it decodes at once", async () => {
    const many = Array.from({ length: 150 }, (_, seed) => ({
      ...requests[seed % 5]!,
      maxNewTokens: 2 + (seed % 7),
      seed,
    }));
    const sampled = await sampler.sample(many);
    expect(sampled.map(({ tokens }) => tokens.length)).toEqual(many.map(({ maxNewTokens }) => maxNewTokens));
    for (const place of [0, 63, 64, 149]) expect((await sampler.sample([many[place]!]))[0]).toEqual(sampled[place]);
  });

  it("fails only the call whose callback throws", async () => {
    const [expected] = await sampler.sample([requests[2]!]);
    const failing = sampler.sample([requests[0]!], {
      onToken: () => {
        throw new Error("reader is gone");
      },
    });
    const [good] = await Promise.all([
      sampler.sample([requests[2]!]),
      expect(failing).rejects.toThrow("reader is gone"),
    ]);
    expect(good).toEqual([expected]);
  });

  it("gives way to timers and stops when told", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    const abort = new AbortController();
    const sampling = sampler.sample(requests, {
      signal: abort.signal,
      onToken: () => ticks > 3 && abort.abort(new Error("enough")),
    });
    await expect(sampling).rejects.toThrow("enough");
    clearInterval(timer);
  });

  it("refuses prompts that are empty or fill the context", async () => {
    await expect(sampler.sample([{ ...requests[0]!, promptTokens: [] }])).rejects.toThrow(/prompt 0 has 0 tokens/);
    await expect(sampler.sample([{ ...requests[0]!, promptTokens: new Array(256).fill(5) }])).rejects.toThrow(
      /1 … 255/,
    );
  });

  it("takes over new weights on refresh", async () => {
    const top = model.top.clone();
    const other = new Sampler({ ...model, top });
    const [before] = await other.sample([requests[0]!]);
    for (const variable of top.variables.values()) tf.tidy(() => variable.assign(tf.mul(variable, 0.5)));
    expect((await other.sample([requests[0]!]))[0]).toEqual(before);
    other.refresh();
    expect((await other.sample([requests[0]!]))[0]).not.toEqual(before);
    other.dispose();
  });
});

describe("choosing a token", () => {
  const probabilities = Float32Array.from([0.05, 0.3, 0.1, 0.01, 0.5, 0.04]);
  /** Share of each token over evenly spread uniform numbers. */
  const shares = (topP: number, topK: number) => {
    const counts = new Array<number>(6).fill(0);
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw++) {
      counts[chooseToken(probabilities, { topP, topK }, (draw + 0.5) / draws)]! += 1 / draws;
    }
    return counts;
  };

  it.each<[string, number, number, number[]]>([
    ["all tokens", 1, 0, [0, 1, 2, 3, 4, 5]],
    ["the 2 most likely", 1, 2, [1, 4]],
    ["more than there are", 1, 100, [0, 1, 2, 3, 4, 5]],
    ["the smallest set that reaches 0.5", 0.5, 0, [4]],
    ["the smallest set that reaches 0.81", 0.81, 0, [1, 2, 4]],
    ["0.7 of the 2 most likely", 0.7, 2, [1, 4]],
    ["0.6 of the 2 most likely", 0.6, 2, [4]],
  ])("keeps %s, in proportion", (_, topP, topK, kept) => {
    const total = kept.reduce((sum, token) => sum + probabilities[token]!, 0);
    for (const [token, share] of shares(topP, topK).entries()) {
      expect(share).toBeCloseTo(kept.includes(token) ? probabilities[token]! / total : 0, 3);
    }
  });
});

describe("sampled tokens", () => {
  it("are as frequent as the softmax at the temperature says", async () => {
    const count = 3000;
    const temperature = 0.5;
    const promptTokens = [5, 6, 7];
    const firsts = await sampler.sample(
      Array.from({ length: count }, (_, seed) => ({
        promptTokens,
        temperature,
        topP: 1,
        topK: 0,
        maxNewTokens: 1,
        seed,
      })),
    );
    const frequencies = new Map<number, number>();
    for (const { tokens } of firsts) frequencies.set(tokens[0]!, (frequencies.get(tokens[0]!) ?? 0) + 1 / count);
    for (const [token, frequency] of frequencies) {
      const batch = createBatch([{ tokens: [...promptTokens, token], promptLength: 3 }], 0);
      const logProb = scoped(
        () => tokenLogProbs(model.top, model.trunk.forward(batch), batch, { temperature }).logProbs.dataSync()[0]!,
      );
      const probability = Math.exp(logProb);
      expect(Math.abs(frequency - probability)).toBeLessThan(5 * Math.sqrt(probability / count) + 1 / count);
    }
  });
});
