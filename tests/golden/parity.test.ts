/**
 * The trainer's networks, losses, gradients and optimiser against PyTorch, `transformers` and TRL on small random models.
 * parity/generate.py wrote the fixtures; no Python is needed here.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { lossGradients } from "../../trainer/algorithms/loss-gradients.ts";
import { variablesOf } from "../../trainer/algorithms/reward-model.ts";
import { meanPairLoss, type Pair, rankingPairs } from "../../trainer/math/bradley-terry.ts";
import { dpoLoss, hingeLoss, logRatioDifference, robustDpoLoss } from "../../trainer/math/preference-losses.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { createBatch, type Sequence } from "../../trainer/models/batch.ts";
import { Decoder } from "../../trainer/models/decoder.ts";
import { ScalarHead, scoreName, scores, tokenLogProbs } from "../../trainer/models/heads.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { unstackHidden } from "../../trainer/models/trunk.ts";
import { createAdam } from "../../trainer/tensor/adam.ts";
import { type NamedTensorMap, scoped, tf, type Variable } from "../../trainer/tensor/backend.ts";
import { multiply } from "../../trainer/tensor/linear.ts";
import {
  largestDifference,
  loadParityModel,
  parityFolder,
  readFixture,
  readGpt2Tensors,
  readTensors,
  relativeDistance,
  sequenceSchema,
} from "./parity/fixtures.ts";

const cases = readFixture(
  "cases.json",
  z.object({
    sequences: z.array(sequenceSchema),
    ranked: z.array(sequenceSchema),
    order: z.array(z.number()),
    scores: z.array(z.number()),
    "sft.llama": z.number(),
    "sft.qwen2": z.number(),
    "sft.gpt2": z.number(),
    reward: z.number(),
    rewardWithMargins: z.object({ margins: z.array(z.number()), loss: z.number() }),
    dpo: z.object({ sigmoid: z.number(), robust: z.number(), hinge: z.number(), start: z.number() }),
    optimiser: z.array(
      z.object({
        beta1: z.number(),
        beta2: z.number(),
        epsilon: z.number(),
        weightDecay: z.number(),
        maxGradientNorm: z.number(),
        learningRates: z.array(z.number()),
        gradientNorms: z.array(z.number()),
      }),
    ),
  }),
);
const pairs = rankingPairs(cases.order.map((completion) => [completion]));
const padToken = 0;

const loaded: LanguageModel[] = [];
async function load(name: string, topLayers: number): Promise<LanguageModel> {
  const model = await loadParityModel(name, topLayers);
  loaded.push(model);
  return model;
}
afterAll(() => {
  for (const { top, trunk } of loaded) {
    top.dispose();
    trunk.dispose();
  }
});

function expectGradients(gradients: NamedTensorMap, file: string, read = readTensors): void {
  const expected = read(file);
  const shares = [...expected].filter(([name]) => gradients[name]);
  expect(shares.length).toBe(Object.keys(gradients).length);
  for (const [name, values] of shares) {
    const found = gradients[name]!.dataSync();
    // A bias of all keys alike changes no attention where positions are learned: what both have is rounding.
    if (values.every((value) => Math.abs(value) < 1e-6))
      expect(largestDifference(found, values), name).toBeLessThan(1e-6);
    else expect(relativeDistance(found, values), name).toBeLessThan(1e-4);
  }
  tf.dispose(gradients);
}

it("has the fixtures that the script wrote", () => {
  const { files } = readFixture("manifest.json", z.object({ files: z.record(z.string(), z.string()) }));
  expect(Object.keys(files).length).toBeGreaterThan(20);
  for (const [name, sha256] of Object.entries(files)) {
    const found = createHash("sha256").update(readFileSync(parityFolder + name));
    expect(found.digest("hex"), name).toBe(sha256);
  }
});

describe.each([
  { name: "llama", layers: 3 },
  { name: "llama-scaled", layers: 2 },
  { name: "qwen2", layers: 3 },
  { name: "mistral", layers: 2 },
  { name: "gpt2", layers: 3 },
])("$name, as transformers saved it", ({ name, layers }) => {
  const expected = readTensors(`${name}.outputs.safetensors`);
  const batch = createBatch(cases.sequences, padToken);

  it.each(Array.from({ length: layers + 1 }, (_, topLayers) => topLayers))(
    "has its hidden states and logits with %d blocks in the top",
    async (topLayers) => {
      const { trunk, top } = await load(name, topLayers);
      const [lower, upper, logits] = scoped(() => {
        const hidden = trunk.forward(batch);
        const outputs = top.forward(hidden, batch);
        const rows = unstackHidden(outputs, batch).map((values) => [...values]);
        const matrix = tf.tensor2d(rows.flat(), [rows.flat().length / outputs.shape[2], outputs.shape[2]]);
        const product = multiply(matrix, top.outputHead, false, true);
        return [unstackHidden(hidden, batch).flatMap((values) => [...values]), rows.flat(), [...product.dataSync()]];
      });
      if (topLayers > 0)
        expect(largestDifference(lower!, expected.get(`hidden.${layers - topLayers}`)!)).toBeLessThan(1e-4);
      expect(largestDifference(upper!, expected.get(`hidden.${layers}`)!)).toBeLessThan(1e-4);
      expect(largestDifference(logits!, expected.get("logits")!)).toBeLessThan(1e-4);
    },
  );

  it.each([1, 0.7])("has its log-probabilities and entropies at temperature %d", async (temperature) => {
    const { trunk, top } = await load(name, 1);
    const key = temperature.toFixed(1);
    const [logProbs, entropies] = scoped(() => {
      const result = tokenLogProbs(top, trunk.forward(batch), batch, { temperature, entropy: true });
      return [result.logProbs.dataSync<"float32">(), result.entropy!.dataSync<"float32">()];
    });
    expect(largestDifference(logProbs!, expected.get(`log_probs.${key}`)!)).toBeLessThan(1e-4);
    expect(largestDifference(entropies!, expected.get(`entropy.${key}`)!)).toBeLessThan(1e-4);
  });

  it("samples from its logits, token by token too", async () => {
    const { top } = await load(name, 1);
    const decoder = new Decoder(top);
    const { tokens } = cases.sequences[0]!;
    const logits = expected.get("logits")!;
    const row = (position: number) => logits.subarray(259 * position, 259 * (position + 1));
    const { cache, logits: first } = decoder.prefill([tokens.slice(0, 7)], Int32Array.of(0), 32, false);
    expect(largestDifference(first.dataSync(), row(6))).toBeLessThan(1e-4);
    for (let position = 7; position < tokens.length; position++) {
      const step = decoder.step(cache, Int32Array.of(tokens[position]!), Int32Array.of(position), false);
      expect(largestDifference(step.logits.dataSync(), row(position)), `position ${position}`).toBeLessThan(1e-4);
      step.logits.dispose();
    }
    first.dispose();
    cache.dispose();
    decoder.dispose();
  });
});

describe("losses and their gradients", () => {
  let policy: LanguageModel;
  let reference: LanguageModel;
  let reward: LanguageModel & { head: ScalarHead };

  beforeAll(async () => {
    policy = await load("llama", 3);
    reference = await load("reference", 3);
    reward = {
      ...(await load("reward", 3)),
      head: new ScalarHead(readTensors("reward/model.safetensors").get(scoreName)!),
    };
  });
  afterAll(() => reward.head.dispose());

  const logProbsOf = ({ trunk, top }: LanguageModel, sequences: readonly Sequence[]) => {
    const batch = createBatch(sequences, padToken);
    return tokenLogProbs(top, trunk.forward(batch), batch).logProbs;
  };

  it.each(["llama", "qwen2", "gpt2"] as const)(
    "has TRL's supervised loss on %s, whatever part is trained",
    async (name) => {
      for (const topLayers of [3, 1]) {
        const model = await load(name, topLayers);
        const { loss, gradients } = lossGradients(
          model.top.variables,
          () => logProbsOf(model, cases.sequences),
          (logProbs) => ({ loss: -mean(logProbs), gradient: Array.from(logProbs, () => -1 / logProbs.length) }),
        );
        expect(Math.abs(loss - cases[`sft.${name}`])).toBeLessThan(1e-5);
        expect(Object.keys(gradients)).toEqual([...model.top.variables.keys()]);
        const read = name === "gpt2" ? readGpt2Tensors : readTensors;
        expectGradients(gradients, `${name}.sft-gradients.safetensors`, read);
      }
    },
  );

  it("scores as a sequence classifier does", () => {
    const batch = createBatch(cases.sequences, padToken);
    const found = scoped(() => scores(reward.top, reward.head, reward.trunk.forward(batch), batch, "last").dataSync());
    expect(largestDifference(found, cases.scores)).toBeLessThan(1e-5);
  });

  const rewardLoss = (judged: readonly Pair[]) => {
    const batch = createBatch(cases.ranked, padToken);
    return lossGradients(
      variablesOf(reward.top, reward.head),
      () => scores(reward.top, reward.head, reward.trunk.forward(batch), batch, "last"),
      (found) => meanPairLoss(found, judged),
    );
  };

  it("has TRL's reward loss of all pairs of a ranking, from one forward pass per completion", () => {
    const { loss, gradients } = rewardLoss(pairs);
    expect(Math.abs(loss - cases.reward)).toBeLessThan(1e-5);
    expectGradients(gradients, "reward.gradients.safetensors");
  });

  it("has TRL's reward loss with margins", () => {
    const { margins, loss: expected } = cases.rewardWithMargins;
    const { loss, gradients } = rewardLoss(pairs.map((pair, place) => ({ ...pair, margin: margins[place]! })));
    expect(Math.abs(loss - expected)).toBeLessThan(1e-5);
    tf.dispose(gradients);
  });

  describe("DPO", () => {
    const { offsets } = createBatch(cases.ranked, padToken);
    const sums = (logProbs: Float32Array) =>
      cases.ranked.map((_, row) =>
        logProbs.subarray(offsets[row], offsets[row + 1]).reduce((sum, own) => sum + own, 0),
      );
    const differences = (policySums: readonly number[], referenceSums: readonly number[]) =>
      pairs.map(({ better, worse }) =>
        logRatioDifference({
          policyChosen: policySums[better]!,
          policyRejected: policySums[worse]!,
          referenceChosen: referenceSums[better]!,
          referenceRejected: referenceSums[worse]!,
        }),
      );
    const sumsOf = (model: LanguageModel) => sums(scoped(() => logProbsOf(model, cases.ranked).dataSync<"float32">()));

    it("has TRL's loss and gradients", () => {
      const referenceSums = sumsOf(reference);
      const { loss, gradients } = lossGradients(
        policy.top.variables,
        () => logProbsOf(policy, cases.ranked),
        (logProbs) => {
          const gradient = new Float32Array(logProbs.length);
          const losses = differences(sums(logProbs), referenceSums).map((difference, place) => {
            const { better, worse } = pairs[place]!;
            const own = dpoLoss(difference, 0.1);
            const add = (row: number, slope: number) => {
              for (let token = offsets[row]!; token < offsets[row + 1]!; token++)
                gradient[token]! += slope / pairs.length;
            };
            add(better, own.gradient);
            add(worse, -own.gradient);
            return own.loss;
          });
          return { loss: mean(losses), gradient };
        },
      );
      expect(Math.abs(loss - cases.dpo.sigmoid)).toBeLessThan(1e-5);
      expectGradients(gradients, "dpo.gradients.safetensors");
    });

    it("has TRL's loss in its other forms, and ln 2 at the start", () => {
      const all = differences(sumsOf(policy), sumsOf(reference));
      expect(Math.abs(mean(all.map((own) => robustDpoLoss(own, 0.1, 0.1))) - cases.dpo.robust)).toBeLessThan(1e-5);
      expect(Math.abs(mean(all.map((own) => hingeLoss(own, 0.1))) - cases.dpo.hinge)).toBeLessThan(1e-5);
      const start = differences(sumsOf(policy), sumsOf(policy)).map((own) => dpoLoss(own, 0.1).loss);
      expect(Math.abs(mean(start) - cases.dpo.start)).toBeLessThan(1e-6);
    });
  });
});

describe.each(cases.optimiser.map((run, place) => ({ ...run, place })))(
  "AdamW with ε $epsilon, decay $weightDecay, norm limit $maxGradientNorm",
  ({ place, learningRates, gradientNorms, ...options }) => {
    it("makes PyTorch's steps", () => {
      const tensors = readTensors("optimiser.safetensors");
      const shapes = { matrix: [6, 5], gain: [5] };
      const tensor = (name: "matrix" | "gain", key: string) => tf.tensor(tensors.get(key)!, shapes[name]);
      const variables = new Map<string, Variable>(
        (["matrix", "gain"] as const).map((name) => [name, tf.variable(tensor(name, `${place}.0.${name}`))]),
      );
      const adam = createAdam(variables, options);
      for (const [step, learningRate] of learningRates.entries()) {
        const gradients = {
          matrix: tensor("matrix", `${place}.${step + 1}.matrix.gradient`),
          gain: tensor("gain", `${place}.${step + 1}.gain.gradient`),
        };
        const { gradientNorm, applied } = adam.apply(gradients, learningRate);
        expect(applied).toBe(true);
        expect(Math.abs(gradientNorm / gradientNorms[step]! - 1)).toBeLessThan(1e-6);
        for (const [name, variable] of variables) {
          const expected = tensors.get(`${place}.${step + 1}.${name}`)!;
          expect(largestDifference(variable.dataSync(), expected), `step ${step + 1}, ${name}`).toBeLessThan(1e-6);
        }
      }
      adam.dispose();
      tf.dispose([...variables.values()]);
    });
  },
);
