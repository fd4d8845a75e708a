import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheActivations } from "../../trainer/algorithms/activations.ts";
import type { RankedPrompt } from "../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer, type RewardResult } from "../../trainer/algorithms/reward.ts";
import { loadRewardModel, saveRewardModel } from "../../trainer/algorithms/reward-file.ts";
import { estimateRewards, scoreSequences, scoresByMember } from "../../trainer/algorithms/reward-model.ts";
import { calibrationError, logLoss } from "../../trainer/math/calibration.ts";
import { sigmoid } from "../../trainer/math/logistic.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { mean, variance } from "../../trainer/math/statistics.ts";
import { atTemperature, crossFittedCalibration, fitTemperature } from "../../trainer/math/temperature.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { rankedByLetters, temporaryFolder, tinyModel } from "./algorithms-fixtures.ts";

let model: LanguageModel;
let ranked: RankedPrompt[];
let result: RewardResult;
let padToken: number;

const settings = { members: 3, learningRate: 3e-3, epochs: 8, promptsPerBatch: 8 };
const trainerOn = (train: readonly RankedPrompt[], changes = {}) =>
  createRewardTrainer({ ...settings, ...changes }, { initial: model.top, padToken }, train, ranked.slice(40));

beforeAll(async () => {
  model = await tinyModel();
  ranked = rankedByLetters(model, 72);
  ({ padToken } = model.tokenizer);
  const trainer = trainerOn(ranked.slice(0, 40));
  while (trainer.progress.step < trainer.progress.steps) trainer.step();
  result = trainer.finish();
  trainer.dispose();
});

describe("an ensemble", () => {
  it("has members that know the criterion and differ about completions", () => {
    const { model: reward, references, validation, ensembleDeviation } = result;
    expect(reward.members).toHaveLength(3);
    expect(validation!.accuracyInterval.lower).toBeGreaterThan(0.6);
    expect(ensembleDeviation).toBeGreaterThan(0.02);
    const estimates = estimateRewards(reward, references, padToken);
    const rewards = estimates.map((estimate) => estimate.reward);
    expect(mean(rewards)).toBeCloseTo(0, 5);
    expect(variance(rewards)).toBeCloseTo(1, 4);

    // By hand: centred scores of each member, their mean and population variance, scaled.
    const { gain, bias } = reward.normalisation;
    const own = reward.members.map((member) => scoresByMember(member, references, padToken)[0]! - member.centre);
    expect(estimates[0]!.reward).toBeCloseTo(gain * mean(own) + bias, 5);
    expect(estimates[0]!.variance).toBeCloseTo(gain ** 2 * variance(own), 5);
  });

  it("does not let a member's level count as disagreement", () => {
    const { model: reward, references } = result;
    const [first] = reward.members;
    const estimates = estimateRewards({ ...reward, members: [first!, { ...first! }] }, references, padToken);
    for (const { variance: own } of estimates) expect(own).toBeCloseTo(0, 8);
    for (const { centre, ...member } of reward.members) {
      expect(mean(scoresByMember(member, references, padToken))).toBeCloseTo(centre, 5);
    }
  });

  it("goes on from a checkpoint as if it had never stopped (G24)", () => {
    const run = (steps: number, state?: ReturnType<ReturnType<typeof trainerOn>["state"]>) => {
      const trainer = trainerOn(ranked.slice(0, 16), { epochs: 2 });
      if (state) trainer.restore(state);
      for (let step = 0; step < steps; step++) trainer.step();
      const reached = trainer.state();
      trainer.dispose();
      return reached;
    };
    const [expected, resumed] = [run(4), run(2, run(2))];
    expect(resumed.values).toEqual(expected.values);
    expect(Object.keys(expected.tensors).some((name) => name.startsWith("member-2/"))).toBe(true);
    for (const [name, tensor] of Object.entries(expected.tensors)) {
      const worst = tensor.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - resumed.tensors[name]![at]!)),
        0,
      );
      expect(worst, name).toBeLessThan(1e-5);
    }
  });

  it("is one file that comes back whole and is refused where it means something else", async () => {
    const file = path.join(temporaryFolder(), "reward.safetensors");
    const { model: reward, references } = result;
    await saveRewardModel(file, reward, references, padToken);
    const loaded = await loadRewardModel(file, model.trunk, padToken);
    expect(loaded.temperature).toBe(reward.temperature);
    expect(loaded.normalisation).toEqual(reward.normalisation);
    expect(estimateRewards(loaded, references, padToken)).toEqual(estimateRewards(reward, references, padToken));

    // Another scale in the header, of the same length: the stored probes show it.
    const bytes = await readFile(file);
    const gain = `{"gain":${reward.normalisation.gain}`.replaceAll('"', '\\"');
    const at = bytes.indexOf(gain);
    expect(at).toBeGreaterThan(0);
    const changed = Buffer.from(bytes);
    const digit = at + gain.indexOf(":") + 1;
    changed[digit] = changed[digit] === 0x31 ? 0x32 : 0x31;
    await writeFile(file, changed);
    await expect(loadRewardModel(file, model.trunk, padToken)).rejects.toThrow("off by");
  });

  it("says which prompt made a gradient infinite, and leaves the step out", () => {
    const poisoned = ranked.slice(0, 8).map((prompt, place) => ({
      ...prompt,
      completions: prompt.completions.map((completion, row) =>
        place === 3 && row === 1
          ? { ...completion, hidden: new Float32Array(completion.tokens.length * 32).fill(Number.NaN) }
          : completion,
      ),
    }));
    const broken = createRewardTrainer(
      { ...settings, members: 1, epochs: 1 },
      { initial: model.top, padToken },
      poisoned,
      [],
    );
    const untouched = broken.state();
    const { fault } = broken.step();
    expect(fault).toEqual({
      promptId: ranked[3]!.id,
      completion: ranked[3]!.completions[1]!.tokens.slice(ranked[3]!.completions[1]!.promptLength),
    });
    for (const [name, tensor] of Object.entries(broken.state().tensors))
      expect(tensor).toEqual(untouched.tensors[name]);
    broken.dispose();
  });
});

describe("temperature", () => {
  const random = createRandom(4);
  const drawn = (temperature: number) =>
    Array.from({ length: 4000 }, () => {
      const difference = 3 * random.normal();
      return { difference, target: Number(random.uniform() < sigmoid(difference / temperature)) };
    });

  it("is found again from judgements made at it", () => {
    for (const temperature of [0.5, 1, 4]) {
      expect(fitTemperature(drawn(temperature)) / temperature).toBeCloseTo(1, 0.9);
    }
  });

  it("lowers log-loss and calibration error of scores that are too sure", () => {
    const predictions = drawn(4);
    const fitted = atTemperature(predictions, fitTemperature(predictions));
    expect(logLoss(fitted)).toBeLessThan(logLoss(predictions) - 0.1);
    expect(calibrationError(fitted)).toBeLessThan(0.03);
    expect(calibrationError(predictions)).toBeGreaterThan(0.1);
    for (const other of [0.9, 1.1]) {
      expect(logLoss(atTemperature(fitted, other))).toBeGreaterThan(logLoss(fitted));
    }
    const units = predictions.map((prediction) => [prediction]);
    expect(crossFittedCalibration(units).logLoss).toBeCloseTo(logLoss(fitted), 2);
  });

  it("stays within bounds where scores separate everything, or are the wrong way round", () => {
    expect(fitTemperature([{ difference: 1, target: 1 }])).toBeCloseTo(1 / 20, 10);
    expect(fitTemperature([{ difference: 1, target: 0 }])).toBeCloseTo(20, 10);
  });

  it("is fitted on validation and kept with the model", () => {
    const predictions = ranked.slice(40).flatMap(({ completions, pairs }) => {
      const own = scoreSequences(result.model, cacheActivations(model.trunk, completions, padToken), padToken);
      return pairs.map(({ better, worse, target }) => ({ difference: own[better]! - own[worse]!, target }));
    });
    expect(result.model.temperature).toBeCloseTo(fitTemperature(predictions), 3);
    expect(result.calibrated!.logLoss).toBeLessThan(Math.LN2);
  });
});
