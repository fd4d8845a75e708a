/** Every method with adapters in place of the blocks: it starts as the base does, learns, and keeps the blocks as they were. */
import { beforeAll, expect, it } from "vitest";
import { createDpoTrainer } from "../../trainer/algorithms/dpo.ts";
import type { TrainerState } from "../../trainer/algorithms/learner.ts";
import { createPpoTrainer } from "../../trainer/algorithms/ppo.ts";
import { createRewardTrainer } from "../../trainer/algorithms/reward.ts";
import { createSftTrainer } from "../../trainer/algorithms/sft.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import type { LoraConfig } from "../../trainer/models/lora.ts";
import { randomReward, rankedByLetters, tinyModel, tinyPrompts } from "./algorithms-fixtures.ts";

const lora: LoraConfig = { rank: 4, alpha: 8, projections: "all" };
let base: LanguageModel;

beforeAll(async () => {
  base = await tinyModel();
});

/** What is trained: adapters, and the heads of reward and value models. */
function expectAdaptersAlone({ tensors }: TrainerState): void {
  const trained = Object.keys(tensors).map((name) => name.split("/").slice(2).join("/"));
  expect(trained.length).toBeGreaterThan(0);
  for (const name of trained) expect(name).toMatch(/\.lora_[AB]\.weight$|^score\.weight$/);
}

it("fine-tunes", () => {
  const top = base.top.clone();
  const demonstrations = tinyPrompts(base, 8).map(({ tokens }) => ({
    tokens: [...tokens, ...base.tokenizer.encodeCompletion("abab", { finished: true })],
    promptLength: tokens.length,
  }));
  const trainer = createSftTrainer(
    { lora, learningRate: 2e-2, epochs: 8, batchSize: 4 },
    { top, padToken: base.tokenizer.padToken },
    demonstrations,
  );
  const before = trainer.evaluate(demonstrations);
  while (trainer.progress.step < trainer.progress.steps) trainer.step();
  expect(trainer.evaluate(demonstrations)).toBeLessThan(before - 1.5);
  expectAdaptersAlone(trainer.state());
});

it("learns rankings, its members apart by their adapters", () => {
  const ranked = rankedByLetters(base, 24);
  const trainer = createRewardTrainer(
    { lora, members: 2, learningRate: 2e-2, epochs: 6 },
    { initial: base.top, padToken: base.tokenizer.padToken },
    ranked,
    [],
  );
  const losses: number[] = [];
  while (trainer.progress.step < trainer.progress.steps) losses.push(trainer.step().metrics.loss);
  expect(losses[0]).toBeCloseTo(Math.LN2, 5);
  expect(losses.at(-1)!).toBeLessThan(0.55);
  expectAdaptersAlone(trainer.state());
  expect(trainer.finish().ensembleDeviation).toBeGreaterThan(0);
});

it("prefers directly, from a loss of ln 2 on", () => {
  const policy = base.top.clone();
  const trainer = createDpoTrainer(
    { lora, learningRate: 2e-2, epochs: 4 },
    { policy, reference: base.top, startsFromReference: true, padToken: base.tokenizer.padToken },
    rankedByLetters(base, 16),
  );
  const losses: number[] = [];
  while (trainer.progress.step < trainer.progress.steps) losses.push(trainer.step().metrics.loss);
  expect(losses[0]).toBeCloseTo(Math.LN2, 6);
  expect(losses.at(-1)!).toBeLessThan(0.66);
  expectAdaptersAlone(trainer.state());
});

it("runs PPO from KL 0 and ratio 1, and goes on where it was stopped", async () => {
  const prompts = tinyPrompts(base, 8);
  const reward = await randomReward(base, prompts);
  const open = () =>
    createPpoTrainer(
      { lora, updates: 4, batchSize: 8, maxNewTokens: 6, learningRate: 1e-2, valueLearningRate: 1e-2 },
      { policy: { ...base, top: base.top.clone() }, reference: base.top, reward, startsFromReference: true },
      prompts,
    );
  const whole = open();
  // The self-test in the first update throws where KL is not 0 or a ratio not 1.
  expect((await whole.step()).metrics["objective/kl"]).toBeCloseTo(0, 4);
  const state = whole.state();
  expectAdaptersAlone({
    ...state,
    tensors: Object.fromEntries(Object.entries(state.tensors).filter(([name]) => /^(policy|value)\//.test(name))),
  });
  await whole.step();
  const later = await whole.step();
  expect(later.metrics["objective/kl"]).not.toBe(0);
  const resumed = open();
  resumed.restore(state);
  await resumed.step();
  await resumed.step();
  const [expected, found] = [whole.state().tensors, resumed.state().tensors];
  for (const [name, values] of Object.entries(expected)) {
    const worst = values.reduce((most, value, place) => Math.max(most, Math.abs(value - found[name]![place]!)), 0);
    expect(worst, name).toBeLessThan(1e-5);
  }
});
