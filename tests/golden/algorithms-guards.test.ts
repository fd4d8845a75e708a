import { beforeAll, describe, expect, it } from "vitest";
import { cacheActivations } from "../../trainer/algorithms/activations.ts";
import { listCheckpoints, readCheckpoint, writeCheckpoint } from "../../trainer/algorithms/checkpoint.ts";
import { createDpoTrainer } from "../../trainer/algorithms/dpo.ts";
import { isKlSpike, negativeKlAlarm } from "../../trainer/algorithms/kl-guard.ts";
import { createPpoTrainer } from "../../trainer/algorithms/ppo.ts";
import type { PpoConfig } from "../../trainer/algorithms/ppo-config.ts";
import { estimateRewards, type RewardModel } from "../../trainer/algorithms/reward-model.ts";
import { createRlooTrainer } from "../../trainer/algorithms/rloo.ts";
import type { TrainingPrompt } from "../../trainer/algorithms/rollout.ts";
import { checkFirstDpoLoss, SelfTestError } from "../../trainer/algorithms/self-test.ts";
import { createSftTrainer } from "../../trainer/algorithms/sft.ts";
import { createScalarHead } from "../../trainer/models/heads.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { randomReward, temporaryFolder, tinyModel, tinyPrompts } from "./algorithms-fixtures.ts";

let base: LanguageModel;
let prompts: TrainingPrompt[];
let reward: RewardModel;

const small: Partial<PpoConfig> = {
  batchSize: 16,
  minibatches: 2,
  epochs: 2,
  maxNewTokens: 8,
  learningRate: 1e-3,
  valueLearningRate: 1e-3,
  updates: 6,
  schedule: { kind: "constant", warmupSteps: 0, finalFraction: 1 },
};

function trainer(changes: Partial<PpoConfig> = {}, models: { reward?: RewardModel; mix?: LanguageMix } = {}) {
  const policy = { ...base, top: base.top.clone() };
  const created = createPpoTrainer(
    { ...small, ...changes },
    { policy, reference: base.top, reward, startsFromReference: true, ...models },
    prompts,
  );
  return Object.assign(created, { policy });
}
type LanguageMix = { tokens: number[]; promptLength: number }[];

const policyWeights = (state: { tensors: Record<string, Float32Array> }) =>
  Object.fromEntries(Object.entries(state.tensors).filter(([name]) => name.startsWith("policy/weight/")));

function largestDifference(a: Record<string, Float32Array>, b: Record<string, Float32Array>): number {
  return Math.max(
    ...Object.entries(a).map(([name, values]) =>
      values.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[name]![at]!)), 0),
    ),
  );
}

beforeAll(async () => {
  base = await tinyModel();
  prompts = tinyPrompts(base, 12);
  reward = await randomReward(base, prompts);
});

describe("KL", () => {
  it("has jumped where it is far above the usual, beyond its error", () => {
    expect(isKlSpike([0, 0.5, 1.5], 6.5, 0.1, 4)).toBe(true);
    expect(isKlSpike([0, 0.5, 1.5], 6.5, 0.3, 4)).toBe(false);
    expect(isKlSpike([0], 3.9, 0, 4)).toBe(false);
    expect(isKlSpike([], 100, 0, 4)).toBe(false);
    // What is long ago does not count: five updates do.
    expect(isKlSpike([10, 1, 1, 1, 1, 1], 5, 0.1, 4)).toBe(true);
  });

  it("below 0 by more than three standard errors is an alarm with causes", () => {
    expect(negativeKlAlarm(-0.31, 0.1)).toMatchObject({ kind: "kl_negative" });
    expect(negativeKlAlarm(-0.31, 0.1)!.causes.length).toBeGreaterThan(2);
    expect(negativeKlAlarm(-0.29, 0.1)).toBeNull();
    expect(negativeKlAlarm(0, 0)).toBeNull();
  });
});

describe("a KL spike", () => {
  // One step of this size leaves the reference at once.
  const wild = { learningRate: 0.5, klSpikeFactor: 2, maxGradientNorm: 0 };

  it("takes the policy back to its last good weights, at half the learning rate", async () => {
    const learner = trainer(wild);
    const start = policyWeights(learner.state());
    const first = await learner.step();
    expect(first.rolledBack).toBe(false);
    expect(largestDifference(start, policyWeights(learner.state()))).toBeGreaterThan(0.1);
    const second = await learner.step();
    expect(second.rolledBack).toBe(true);
    expect(second.metrics["policy/steps"]).toBe(0);
    expect(second.alarms.map(({ kind }) => kind)).toEqual(["kl_spike"]);
    expect(largestDifference(start, policyWeights(learner.state()))).toBe(0);
    expect(learner.state().values["policy/step"]).toBe(0);
    const third = await learner.step();
    expect(third.metrics["objective/kl"]).toBeCloseTo(0, 5);
    expect(third.metrics.lr).toBe(0.25);
    learner.dispose();
  });

  it("is met in the same way after a resume", async () => {
    const whole = trainer(wild);
    await whole.step();
    const state = whole.state();
    await whole.step();
    await whole.step();
    const resumed = trainer(wild);
    resumed.restore(state);
    expect((await resumed.step()).rolledBack).toBe(true);
    await resumed.step();
    expect(largestDifference(policyWeights(whole.state()), policyWeights(resumed.state()))).toBeLessThan(1e-5);
    const [name] = Object.keys(state.tensors).filter((key) => key.startsWith("klGuard/weight/"));
    const { [name!]: _, ...tensors } = state.tensors;
    expect(() => trainer(wild).restore({ ...state, tensors })).toThrow(name);
    whole.dispose();
    resumed.dispose();
  });

  it("leaves its lower learning rate to a run that is resumed after it, from a file", async () => {
    const whole = trainer(wild);
    await whole.step();
    expect((await whole.step()).rolledBack).toBe(true);
    const folder = temporaryFolder();
    const state = whole.state();
    await writeCheckpoint(folder, whole.update, state);
    const [written] = await listCheckpoints(folder);
    const resumed = trainer(wild);
    resumed.restore(await readCheckpoint(written!));
    const [expected, found] = [await whole.step(), await resumed.step()];
    expect(found.metrics.lr).toBe(wild.learningRate / 2);
    expect(found.metrics.lr).toBe(expected.metrics.lr);
    expect(largestDifference(policyWeights(whole.state()), policyWeights(resumed.state()))).toBeLessThan(1e-5);
    // What it would have come to at the full rate.
    const forgetful = trainer(wild);
    forgetful.restore({ ...state, values: { ...state.values, "klGuard/learningRateScale": 1 } });
    await forgetful.step();
    expect(largestDifference(policyWeights(whole.state()), policyWeights(forgetful.state()))).toBeGreaterThan(0.01);
    for (const run of [whole, resumed, forgetful]) run.dispose();
  });

  it("is left alone where the guard is off", async () => {
    const learner = trainer({ ...wild, klSpikeFactor: null });
    await learner.step();
    const { rolledBack, metrics } = await learner.step();
    expect(rolledBack).toBe(false);
    expect(metrics["policy/steps"]).toBeGreaterThan(0);
    learner.dispose();
  });

  it("is guarded against in RLOO as well", async () => {
    const top = base.top.clone();
    const learner = createRlooTrainer(
      {
        updates: 4,
        promptsPerBatch: 8,
        completionsPerPrompt: 4,
        maxNewTokens: 8,
        learningRate: 0.5,
        maxGradientNorm: 0,
        klSpikeFactor: 2,
        missingEosScore: null,
      },
      { policy: { ...base, top }, reference: base.top, reward, startsFromReference: true },
      prompts,
    );
    await learner.step();
    const { rolledBack, alarms } = await learner.step();
    expect(rolledBack).toBe(true);
    expect(alarms[0]!.kind).toBe("kl_spike");
    learner.dispose();
    top.dispose();
  });
});

describe("a gradient that is not finite (G25)", () => {
  it("is skipped, whole, and the answer behind it is shown", async () => {
    // Beyond what float32 can square: only answers that did not end get it.
    const learner = trainer({ missingEosScore: 1e25, epochs: 1 });
    const { fault, alarms, samples } = await learner.step();
    expect(fault).toMatchObject({ what: "gradient" });
    const sample = samples.find(
      ({ promptId, completion }) => promptId === fault!.promptId && completion === fault!.completion,
    );
    expect(sample!.score).toBe(1e25);
    expect(alarms.map(({ kind, promptId }) => [kind, promptId])).toEqual([["not_finite", fault!.promptId]]);
    for (const values of Object.values(learner.state().tensors)) expect(values.every(Number.isFinite)).toBe(true);
    learner.dispose();
  });
});

describe("a gradient that is not finite in other methods (G25)", () => {
  it("shows the answer behind it in RLOO, which goes on from its weights", async () => {
    const top = base.top.clone();
    const settings = { promptsPerBatch: 4, completionsPerPrompt: 3, maxNewTokens: 4, updates: 2 };
    const models = { policy: { ...base, top }, reference: base.top, reward, startsFromReference: true };
    const learner = createRlooTrainer({ ...settings, missingEosScore: 1e25 }, models, prompts);
    const before = policyWeights(learner.state());
    const { fault, alarms, samples } = await learner.step();
    expect(fault).toMatchObject({ what: "gradient", promptId: expect.any(String) });
    expect(samples.map(({ completion }) => completion)).toContain(fault!.completion);
    expect(alarms.map(({ kind, promptId }) => [kind, promptId])).toEqual([["not_finite", fault!.promptId]]);
    expect(policyWeights(learner.state())).toEqual(before);
    learner.dispose();
    top.dispose();
  });

  it("shows the demonstration, and the ranked prompt, at which fine-tuning and DPO left a step out", () => {
    const { padToken } = base.tokenizer;
    const { width } = base.trunk.architecture;
    const sequences = prompts.slice(0, 4).map(({ tokens }, place) => {
      const whole = { tokens: [...tokens, 60 + place, 2], promptLength: tokens.length };
      return place === 2 ? { ...whole, hidden: new Float32Array(whole.tokens.length * width).fill(Number.NaN) } : whole;
    });
    const top = base.top.clone();
    const fineTuning = createSftTrainer({ epochs: 1, batchSize: 4 }, { top, padToken }, sequences);
    const before = fineTuning.state().tensors;
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(fineTuning.step().fault).toEqual({ promptId: null, completion: [62, 2] });
    expect(fineTuning.state().tensors).toEqual(before);

    const ranked = sequences.map((sequence, place) => ({
      id: `prompt ${place}`,
      completions: [
        sequence,
        { tokens: [...sequence.tokens.slice(0, -1), 70, 2], promptLength: sequence.promptLength },
      ],
      pairs: [{ better: 0, worse: 1, target: 1 }],
    }));
    const models = { policy: top, reference: base.top, startsFromReference: false, padToken };
    const direct = createDpoTrainer({ epochs: 1, promptsPerBatch: 4 }, models, ranked);
    expect(direct.step().fault).toEqual({ promptId: "prompt 2", completion: null });
    fineTuning.dispose();
    direct.dispose();
    top.dispose();
  });
});

describe("the reward of PPO", () => {
  it("is the ensemble's mean less λ times its variance", async () => {
    const head = createScalarHead(base.trunk.architecture.width, { normal: { seed: 9 } });
    const ensemble = { ...reward, members: [...reward.members, { top: reward.members[0]!.top, head, centre: 0 }] };
    const learner = trainer({ rewardUncertaintyPenalty: 0.5, missingEosScore: null }, { reward: ensemble });
    const { samples, metrics } = await learner.step();
    const known = new Map(prompts.map(({ id, tokens }) => [id, tokens]));
    const sequences = samples.map(({ promptId, completion }) => ({
      tokens: [...known.get(promptId)!, ...completion],
      promptLength: known.get(promptId)!.length,
    }));
    const { padToken } = base.tokenizer;
    const estimates = estimateRewards(ensemble, cacheActivations(base.trunk, sequences, padToken), padToken);
    for (const [place, { score }] of samples.entries()) {
      expect(score).toBeCloseTo(estimates[place]!.reward - 0.5 * estimates[place]!.variance, 4);
    }
    expect(metrics["objective/ensemble_std"]).toBeGreaterThan(0.1);
    learner.dispose();
  });
});

describe("PPO-ptx", () => {
  it("goes on modelling the mix while it learns", async () => {
    const mix = prompts.map(({ tokens }) => ({
      tokens: [...tokens, ...base.tokenizer.encodeCompletion("abab", { finished: true })],
      promptLength: tokens.length,
    }));
    const trained = async (ptxCoefficient: number) => {
      const learner = trainer({ ptxCoefficient, epochs: 4, learningRate: 5e-3 }, { mix });
      const losses: (number | undefined)[] = [];
      for (let update = 0; update < 4; update++) losses.push((await learner.step()).metrics["loss/ptx_avg"]);
      const judge = createSftTrainer({}, { top: learner.policy.top, padToken: base.tokenizer.padToken }, mix);
      const loss = judge.evaluate(mix);
      judge.dispose();
      learner.dispose();
      return { losses, loss };
    };
    const [mixed, alone] = [await trained(2), await trained(0)];
    expect(alone.losses).toEqual([undefined, undefined, undefined, undefined]);
    expect(mixed.losses.at(-1)!).toBeLessThan(mixed.losses[0]! - 0.3);
    expect(mixed.loss).toBeLessThan(alone.loss - 0.5);
  });
});

describe("options of PPO", () => {
  it("stop an update's passes at the target KL", async () => {
    const learner = trainer({ targetKl: 1e-4, epochs: 8 });
    const { metrics } = await learner.step();
    expect(metrics["policy/steps"]).toBeGreaterThan(0);
    expect(metrics["policy/steps"]).toBeLessThan(16);
    learner.dispose();
  });

  it("leave advantages as they are without whitening", async () => {
    // Unwhitened, an update's advantages are of the size of the reward; the first loss is then their negative mean.
    const step = async (whitenAdvantages: boolean) => {
      const learner = trainer({ whitenAdvantages, epochs: 1, minibatches: 1 });
      const { metrics } = await learner.step();
      learner.dispose();
      return metrics["loss/policy_avg"];
    };
    expect(await step(true)).toBeCloseTo(0, 5);
    expect(Math.abs(await step(false))).toBeGreaterThan(0.01);
  });
});

describe("the first loss of DPO", () => {
  it("is ln 2, or the run stops with causes", () => {
    expect(() => checkFirstDpoLoss(Math.LN2 + 1e-5, 1e-3)).not.toThrow();
    expect(() => checkFirstDpoLoss(0.6, 1e-3)).toThrow(SelfTestError);
  });
});
