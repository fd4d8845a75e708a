import { beforeAll, describe, expect, it } from "vitest";
import { bestOfN } from "../../trainer/algorithms/best-of-n.ts";
import { createDpoTrainer } from "../../trainer/algorithms/dpo.ts";
import { createGrpoTrainer } from "../../trainer/algorithms/grpo.ts";
import type { RankedPrompt } from "../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../../trainer/algorithms/reward.ts";
import type { RewardModel } from "../../trainer/algorithms/reward-model.ts";
import { createRlooTrainer } from "../../trainer/algorithms/rloo.ts";
import type { TrainingPrompt } from "../../trainer/algorithms/rollout.ts";
import { SelfTestError } from "../../trainer/algorithms/self-test.ts";
import { createSftTrainer } from "../../trainer/algorithms/sft.ts";
import { rankingPairs } from "../../trainer/math/bradley-terry.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { mean } from "../../trainer/math/statistics.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { tf } from "../../trainer/tensor/backend.ts";
import { randomReward, tinyModel, tinyPrompts } from "./algorithms-fixtures.ts";

let base: LanguageModel;
let prompts: TrainingPrompt[];
let reward: RewardModel;
let demonstrations: { tokens: number[]; promptLength: number }[];
let ranked: RankedPrompt[];

const freshTop = () => base.top.clone();

beforeAll(async () => {
  base = await tinyModel();
  prompts = tinyPrompts(base, 12);
  reward = await randomReward(base, prompts);
  const answer = (tokens: readonly number[], text: string) => ({
    tokens: [...tokens, ...base.tokenizer.encodeCompletion(text, { finished: true })],
    promptLength: tokens.length,
  });
  const random = createRandom(2);
  const letters = (choices: string, length: number) =>
    Array.from({ length }, () => choices[random.integer(choices.length)]).join("");
  demonstrations = prompts.map(({ tokens }) => answer(tokens, letters("ab", 3 + random.integer(4))));
  ranked = prompts.map(({ id, tokens }) => ({
    id,
    completions: [answer(tokens, letters("ab", 5)), answer(tokens, letters("yz", 5)), answer(tokens, letters("yz", 4))],
    pairs: rankingPairs([[0], [1, 2]]),
  }));
});

describe("supervised fine-tuning", () => {
  it("lowers the loss, and that of texts it has not seen", () => {
    const top = freshTop();
    const settings = { learningRate: 1e-2, epochs: 6, batchSize: 5 };
    const trainer = createSftTrainer(settings, { top, padToken: base.tokenizer.padToken }, demonstrations.slice(0, 9));
    const held = demonstrations.slice(9);
    const before = trainer.evaluate(held);
    expect(before).toBeGreaterThan(4);
    const losses: number[] = [];
    while (trainer.progress.step < trainer.progress.steps) losses.push(trainer.step().metrics.loss);
    expect(losses).toHaveLength(12);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! - 1.5);
    expect(trainer.evaluate(held)).toBeLessThan(before - 1);
    trainer.dispose();
    top.dispose();
  });

  it("has the loss that evaluation has, over completion tokens alone", () => {
    const top = freshTop();
    const trainer = createSftTrainer({ batchSize: 12 }, { top, padToken: base.tokenizer.padToken }, demonstrations);
    const evaluated = trainer.evaluate(demonstrations);
    const { metrics } = trainer.step();
    expect(metrics.loss).toBeCloseTo(evaluated, 5);
    expect(metrics.num_tokens).toBe(
      demonstrations.reduce((sum, { tokens, promptLength }) => sum + tokens.length - promptLength, 0),
    );
    trainer.dispose();
    top.dispose();
  });
});

describe("a batch of more than one pass", () => {
  const random = createRandom(5);
  const long = (length: number) => ({
    tokens: Array.from({ length }, () => 3 + random.integer(256)),
    promptLength: 20 + random.integer(60),
  });
  const lengths = [240, 90, 150, 210, 60, 180];
  /** Four of each: beyond the rows of one pass. Copies, for activations are kept by identity. */
  const fourOf = <Item>(items: readonly Item[]) => [0, 1, 2, 3].flatMap(() => items.map((item) => ({ ...item })));

  it("has the loss and the gradient of the same demonstrations in one", () => {
    const sequences = lengths.map(long);
    const [one, several] = [sequences, fourOf(sequences)].map((batch) => {
      const top = freshTop();
      const trainer = createSftTrainer({ batchSize: 24 }, { top, padToken: base.tokenizer.padToken }, batch);
      const { loss, grad_norm } = trainer.step().metrics;
      trainer.dispose();
      top.dispose();
      return [loss, grad_norm];
    });
    expect(several![0]! / one![0]!).toBeCloseTo(1, 5);
    expect(several![1]! / one![1]!).toBeCloseTo(1, 4);
  });

  it("has those of the same rankings in one", () => {
    const rankings = [0, 1].map((place) => ({
      id: `long ${place}`,
      completions: [0, 1, 2].map((answer) => long(lengths[(place + 2 * answer) % lengths.length]!)),
      pairs: rankingPairs(place === 0 ? [[0], [1], [2]] : [[1], [0, 2]]),
    }));
    const { padToken } = base.tokenizer;
    const [one, several] = [rankings, [...fourOf(rankings), ...fourOf(rankings)]].map((batch) => {
      const top = freshTop();
      const settings = { promptsPerBatch: 16, members: 1, learningRate: 1e-3, epochs: 2 };
      const trainer = createRewardTrainer(settings, { initial: top, padToken }, batch, []);
      // Under the first head, which is 0, the blocks have no gradient.
      trainer.step();
      const { loss, grad_norm } = trainer.step().metrics;
      trainer.dispose();
      top.dispose();
      return [loss, grad_norm];
    });
    expect(several![0]! / one![0]!).toBeCloseTo(1, 5);
    expect(several![1]! / one![1]!).toBeCloseTo(1, 3);
  });
});

describe("direct preference optimisation", () => {
  const train = (
    settings: Parameters<typeof createDpoTrainer>[0],
    startsFromReference = true,
    policy = freshTop(),
    data = ranked,
  ) =>
    createDpoTrainer(
      { learningRate: 1e-2, epochs: 4, promptsPerBatch: 6, ...settings },
      { policy, reference: base.top, startsFromReference, padToken: base.tokenizer.padToken },
      data,
    );

  it("starts at ln 2 and learns which completion is better (G20)", () => {
    const trainer = train({});
    const first = trainer.step().metrics;
    expect(first.loss).toBeCloseTo(Math.LN2, 5);
    expect(first["rewards/margins"]).toBeCloseTo(0, 4);
    let last = first;
    while (trainer.progress.step < trainer.progress.steps) last = trainer.step().metrics;
    // One pair of three is a tie and stays at ln 2 at best.
    expect(last.loss).toBeLessThan(Math.LN2 * 0.75);
    expect(last["rewards/accuracies"]).toBe(1);
    expect(last["rewards/margins"]).toBeGreaterThan(0.5);
  });

  it("starts at 1/(2τ)² for decided pairs under IPO", () => {
    expect(train({ loss: "ipo", beta: 0.1 }).step().metrics.loss).toBeCloseTo((2 / 3) * 25, 2);
  });

  it("is less sure of its labels when they are smoothed", () => {
    const margins = [0, 0.3].map((labelSmoothing) => {
      const trainer = train({ labelSmoothing });
      let margin = 0;
      while (trainer.progress.step < trainer.progress.steps) margin = trainer.step().metrics["rewards/margins"];
      return margin;
    });
    expect(margins[1]!).toBeLessThan(margins[0]! * 0.8);
  });

  it("weighs pairs: two is the pair twice, nothing its absence, and unsure prompts count less", () => {
    const pairs = [
      { better: 0, worse: 1, target: 1 },
      { better: 2, worse: 0, target: 0.8 },
    ];
    const [first, second] = [pairs[0]!, pairs[1]!];
    // Of a policy that has moved: at the start every pair has the same loss, and weights would not show in it.
    const moved = freshTop();
    tf.tidy(() => {
      const variable = [...moved.variables.values()][1]!;
      variable.assign(tf.mul(variable, 1.5));
    });
    const step = (given: RankedPrompt["pairs"]) => {
      const weighted = ranked.slice(0, 6).map((prompt) => ({ ...prompt, pairs: given }));
      const { metrics } = train({}, false, moved.clone(), weighted).step();
      return [metrics.loss, metrics.grad_norm] as const;
    };
    const same = (one: readonly [number, number], [loss, norm]: readonly [number, number]) => {
      expect(one[0]).toBeCloseTo(loss, 5);
      expect(Math.abs(one[1] / norm - 1)).toBeLessThan(1e-4);
    };
    const plain = step(pairs);
    same(step([{ ...first, weight: 2 }, second]), step([first, first, second]));
    same(step([{ ...first, weight: 0 }, second]), step([second]));
    same(step([{ ...first, weight: 1 }, second]), plain);
    same(step(pairs.map((pair) => ({ ...pair, weight: 0.5 }))), [plain[0] / 2, plain[1] / 2]);
    expect(Math.abs(step([{ ...first, weight: 2 }, second])[0] - plain[0])).toBeGreaterThan(1e-3);
    // Where it starts from the reference, the self-test knows of weights.
    const unsure = ranked.map((prompt) => ({ ...prompt, pairs: [{ ...first, weight: 0.05 }] }));
    expect(train({}, true, freshTop(), unsure).step().metrics.loss).toBeCloseTo(0.05 * Math.LN2, 5);
  });

  it("refuses a policy that is not the reference it claims to start from", () => {
    const other = freshTop();
    const variable = [...other.variables.values()][1]!;
    tf.tidy(() => variable.assign(tf.mul(variable, 3)));
    expect(() => train({}, true, other).step()).toThrow(SelfTestError);
    expect(() => train({}, false, other).step()).not.toThrow();
  });

  it("goes on from a state as if it had never stopped", () => {
    const whole = train({});
    for (let step = 0; step < 4; step++) whole.step();
    const first = train({});
    first.step();
    first.step();
    const second = train({});
    second.restore(first.state());
    second.step();
    second.step();
    const expected = whole.state();
    const resumed = second.state();
    for (const [name, tensor] of Object.entries(expected.tensors)) {
      const other = resumed.tensors[name]!;
      expect(
        tensor.every((value, place) => Math.abs(value - other[place]!) < 1e-5),
        name,
      ).toBe(true);
    }
  });
});

describe.each([
  ["RLOO", createRlooTrainer],
  ["GRPO", createGrpoTrainer],
] as const)("%s", (_, createTrainer) => {
  it("passes the self-test and raises the reward", async () => {
    const top = freshTop();
    const trainer = createTrainer(
      {
        updates: 16,
        promptsPerBatch: 8,
        completionsPerPrompt: 8,
        minibatches: 1,
        epochs: 3,
        maxNewTokens: 2,
        learningRate: 1e-2,
        klCoefficient: 0.02,
        missingEosScore: null,
      },
      { policy: { ...base, top }, reference: base.top, reward, startsFromReference: true },
      prompts,
    );
    const rewards: number[] = [];
    while (trainer.update < 16) {
      const { metrics, samples, fault } = await trainer.step();
      expect(fault).toBeNull();
      expect(samples).toHaveLength(64);
      if (rewards.length === 0) {
        expect(metrics["objective/kl"]).toBe(0);
        expect(metrics.frac_reward_zero_std).toBe(0);
      }
      rewards.push(metrics["objective/model_scores"]);
    }
    expect(mean(rewards.slice(-3)) - mean(rewards.slice(0, 3))).toBeGreaterThan(0.4);
    trainer.dispose();
    top.dispose();
  });
});

describe("best of n", () => {
  it("keeps the highest reward, and fine-tuning on the winners raises the mean", async () => {
    const top = freshTop();
    const model = { ...base, top };
    const settings = { samples: 8, maxNewTokens: 2, endedOnly: false };
    const { completions, klBound } = await bestOfN(settings, { model, reward }, prompts);
    expect(klBound).toBeCloseTo(Math.log(8) - 7 / 8, 12);
    for (const { rewards, reward: best } of completions) expect(best).toBe(Math.max(...rewards));
    const before = mean(completions.flatMap(({ rewards }) => rewards));
    const winners = completions.map(({ best }) => best);
    const trainer = createSftTrainer(
      { learningRate: 1e-2, epochs: 10, batchSize: 6 },
      { top, padToken: base.tokenizer.padToken },
      winners,
    );
    while (trainer.progress.step < trainer.progress.steps) trainer.step();
    const after = await bestOfN({ ...settings, seed: 2 }, { model, reward }, prompts);
    expect(mean(after.completions.flatMap(({ rewards }) => rewards))).toBeGreaterThan(before + 0.2);
    trainer.dispose();
    top.dispose();
  });
});
