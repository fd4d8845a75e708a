import { beforeAll, describe, expect, it } from "vitest";
import { stackSequences } from "../../trainer/algorithms/activations.ts";
import { readCheckpoint, writeCheckpoint } from "../../trainer/algorithms/checkpoint.ts";
import { lossGradients } from "../../trainer/algorithms/loss-gradients.ts";
import { createPpoTrainer, type PpoStep, type PpoTrainer } from "../../trainer/algorithms/ppo.ts";
import type { PpoConfig } from "../../trainer/algorithms/ppo-config.ts";
import type { RewardModel } from "../../trainer/algorithms/reward-model.ts";
import { sampleRollouts, type TrainingPrompt } from "../../trainer/algorithms/rollout.ts";
import { SelfTestError } from "../../trainer/algorithms/self-test.ts";
import { reportHeldOut, sampleHeldOut } from "../../trainer/evaluation/held-out.ts";
import { clippedPolicyLoss } from "../../trainer/math/ppo-objective.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { createBatch } from "../../trainer/models/batch.ts";
import { createScalarHead, tokenLogProbs } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { Sampler } from "../../trainer/models/sample.ts";
import { saveModelFolder } from "../../trainer/models/save.ts";
import { tf } from "../../trainer/tensor/backend.ts";
import { valueAndGradients } from "../../trainer/tensor/gradients.ts";
import { randomReward, temporaryFolder, tinyModel, tinyPrompts } from "./algorithms-fixtures.ts";

let base: LanguageModel;
let prompts: TrainingPrompt[];
let reward: RewardModel;

const small: Partial<PpoConfig> = {
  batchSize: 8,
  minibatches: 2,
  epochs: 2,
  maxNewTokens: 8,
  learningRate: 1e-3,
  valueLearningRate: 1e-3,
  updates: 4,
};

/** A trainer on a policy of its own that starts from the base. */
function trainer(
  changes: Partial<PpoConfig> = {},
  models: { reward?: RewardModel; policy?: LanguageModel } = {},
): PpoTrainer & { policy: LanguageModel } {
  const policy = models.policy ?? { ...base, top: base.top.clone() };
  const created = createPpoTrainer(
    { ...small, ...changes },
    { policy, reference: base.top, reward: models.reward ?? reward, startsFromReference: true },
    prompts,
  );
  return Object.assign(created, { policy });
}

function weightsOf({ top }: LanguageModel): Float32Array[] {
  return [...top.variables.values()].map((variable) => Float32Array.from(variable.dataSync<"float32">()));
}

function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return Math.max(
    ...a.map((values, tensor) =>
      values.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[tensor]![at]!)), 0),
    ),
  );
}

beforeAll(async () => {
  base = await tinyModel();
  prompts = tinyPrompts(base, 12);
  reward = await randomReward(base, prompts);
});

describe("PPO's first update (G20)", () => {
  it("has KL 0, ratio 1, nothing clipped and values of 0", async () => {
    const { metrics, samples, fault, alarms } = await trainer({ epochs: 1, minibatches: 1 }).step();
    expect(fault).toBeNull();
    expect(alarms).toEqual([]);
    expect(samples).toHaveLength(8);
    expect(metrics["objective/kl"]).toBe(0);
    expect(metrics["val/ratio_max"]).toBeCloseTo(1, 5);
    expect(metrics["policy/clipfrac_avg"]).toBe(0);
    expect(metrics["policy/approxkl_avg"]).toBeCloseTo(0, 9);
    // Whitened advantages have mean 0, so the surrogate starts at 0.
    expect(metrics["loss/policy_avg"]).toBeCloseTo(0, 5);
    expect(metrics["val/explained_variance"]).toBeCloseTo(0, 5);
    expect(metrics.episode).toBe(8);
    expect(metrics["policy/steps"]).toBe(1);
  });

  it("stops a run whose policy is not the reference it claims to start from", async () => {
    const policy = await tinyModel(4);
    const stranger = { ...base, top: base.top.clone() };
    const [name, variable] = [...stranger.top.variables][0]!;
    tf.tidy(() => variable.assign(tf.mul(policy.top.variables.get(name)!, 2)));
    const failure = await trainer({}, { policy: stranger })
      .step()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SelfTestError);
    expect((failure as SelfTestError).causes.length).toBeGreaterThan(1);
  });
});

describe("PPO's gradient", () => {
  it("equals that of the objective written in tensor operations", async () => {
    const sampler = new Sampler(base);
    const rollouts = await sampleRollouts(sampler, prompts.slice(0, 4), {
      temperature: 1,
      maxNewTokens: 6,
      seedParts: [1],
    });
    sampler.dispose();
    const { batch, hidden } = stackSequences(rollouts, base.tokenizer.padToken, base.trunk.architecture.width);
    const current = () => tokenLogProbs(base.top, hidden, batch, { temperature: 1 }).logProbs;
    const tokens = batch.targets.length;
    const old = tf.tidy(() => Float32Array.from(current().dataSync())).map((value, at) => value + 0.3 * Math.sin(at));
    const advantages = Float32Array.from({ length: tokens }, (_, at) => Math.cos(3 * at));
    const ours = lossGradients(base.top.variables, current, (logProbs) => {
      let loss = 0;
      const gradient = Array.from(logProbs, (logProb, at) => {
        const ratio = Math.exp(logProb - old[at]!);
        const surrogate = clippedPolicyLoss(ratio, advantages[at]!, 0.2);
        loss += surrogate.loss / tokens;
        return (surrogate.gradient * ratio) / tokens;
      });
      return { loss, gradient };
    });
    const theirs = valueAndGradients(base.top.variables, () => {
      const ratio = tf.exp(tf.sub(current(), tf.tensor1d(old)));
      const negative = tf.neg(tf.tensor1d(advantages));
      return tf.mean(tf.maximum(tf.mul(negative, ratio), tf.mul(negative, tf.clipByValue(ratio, 0.8, 1.2)))).asScalar();
    });
    expect(ours.loss).toBeCloseTo(theirs.value, 5);
    for (const [name, gradient] of Object.entries(ours.gradients)) {
      const [difference, size] = tf.tidy(() => [
        tf.norm(tf.sub(gradient, theirs.gradients[name]!)).dataSync()[0]!,
        tf.norm(theirs.gradients[name]!).dataSync()[0]!,
      ]) as unknown as [number, number];
      expect(difference, name).toBeLessThan(1e-4 * size + 1e-7);
    }
    tf.dispose([hidden, ...Object.values(ours.gradients), ...Object.values(theirs.gradients)]);
  });
});

describe("missing end of text (G22)", () => {
  it("scores −1, and ended completions keep the reward model's score", async () => {
    const { metrics, samples } = await trainer({ batchSize: 24, maxNewTokens: 24 }).step();
    const end = base.tokenizer.endToken;
    const ended = samples.filter(({ completion }) => completion.at(-1) === end);
    expect(metrics["val/num_eos_tokens"]).toBe(ended.length);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.length).toBeLessThan(24);
    for (const { completion, score, modelScore } of samples) {
      expect(score).toBe(completion.at(-1) === end ? modelScore : -1);
    }
    expect(metrics["completions/clipped_ratio"]).toBeCloseTo(1 - ended.length / 24, 10);
    expect(metrics["completions/mean_length"]).toBeCloseTo(
      mean(samples.map(({ completion }) => completion.length)),
      10,
    );
  });
});

describe("resuming (G24)", () => {
  it("gives the same text and weights as a run that never stopped", async () => {
    const whole = trainer({ klTarget: 1, klHorizon: 100 });
    const expected: PpoStep[] = [];
    for (let update = 0; update < 4; update++) expected.push(await whole.step());

    const first = trainer({ klTarget: 1, klHorizon: 100 });
    await first.step();
    await first.step();
    const folder = await writeCheckpoint(temporaryFolder(), 2, first.state());
    const second = trainer({ klTarget: 1, klHorizon: 100 });
    second.restore(await readCheckpoint(folder));
    const resumed = [await second.step(), await second.step()];

    expect(resumed.map(({ update }) => update)).toEqual([2, 3]);
    for (const [place, step] of resumed.entries()) {
      expect(step.samples.map(({ completion }) => completion)).toEqual(
        expected[place + 2]!.samples.map(({ completion }) => completion),
      );
      expect(step.metrics["objective/kl_coef"]).toBeCloseTo(expected[place + 2]!.metrics["objective/kl_coef"], 8);
      expect(step.metrics.episode).toBe(expected[place + 2]!.metrics.episode);
    }
    expect(largestDifference(weightsOf(whole.policy), weightsOf(second.policy))).toBeLessThan(1e-5);
    expect(largestDifference(weightsOf(whole.policy), weightsOf(base))).toBeGreaterThan(1e-4);
  });

  it("refuses another configuration and an incomplete state", async () => {
    const first = trainer();
    await first.step();
    const state = first.state();
    expect(() => trainer({ learningRate: 1 }).restore(state)).toThrow("other settings");
    const { "value/first/score.weight": _, ...tensors } = state.tensors;
    expect(() => trainer().restore({ ...state, tensors })).toThrow("value/first/score.weight");
  });
});

describe("the reference (G23)", () => {
  it("is the base bit for bit while the policy learns, and the policy merged into a model of its own is the policy", async () => {
    const learner = trainer();
    const sequences = prompts.slice(0, 4).map(({ tokens }) => ({
      tokens: [...tokens, ...base.tokenizer.encodeCompletion("answer", { finished: true })],
      promptLength: tokens.length,
    }));
    const logProbsOf = ({ trunk, top, tokenizer }: LanguageModel) =>
      tf.tidy(() => {
        const batch = createBatch(sequences, tokenizer.padToken);
        return Array.from(tokenLogProbs(top, trunk.forward(batch), batch).logProbs.dataSync());
      });
    const before = logProbsOf(base);
    expect(logProbsOf(learner.policy)).toEqual(before);
    for (let update = 0; update < 3; update++) await learner.step();
    expect(logProbsOf(base)).toEqual(before);
    const trained = logProbsOf(learner.policy);
    expect(Math.max(...trained.map((value, at) => Math.abs(value - before[at]!)))).toBeGreaterThan(1e-2);

    const folder = temporaryFolder();
    await saveModelFolder(folder, learner.policy);
    const merged = logProbsOf(await loadModel(folder, { topLayers: 1 }));
    for (const [at, value] of trained.entries()) expect(merged[at]).toBeCloseTo(value, 5);
    learner.dispose();
  });
});

describe("numerical faults (G25)", () => {
  it("skip the update, keep the weights and show the sample", async () => {
    const head = createScalarHead(base.trunk.architecture.width, "zero");
    tf.tidy(() => head.weight.assign(tf.fill(head.weight.shape, Number.NaN)));
    const broken = trainer({}, { reward: { ...reward, members: [{ ...reward.members[0]!, head }] } });
    const before = weightsOf(broken.policy);
    const { fault, metrics, update } = await broken.step();
    expect(fault).toMatchObject({ what: "score", promptId: expect.stringMatching(/^prompt-/) });
    expect(fault!.completion!.length).toBeGreaterThan(0);
    expect(metrics["policy/steps"]).toBe(0);
    expect(largestDifference(before, weightsOf(broken.policy))).toBe(0);
    expect(update).toBe(0);
    expect(broken.update).toBe(1);
  });
});

describe("learning", () => {
  it("raises the reward on held-out prompts, at a KL that grows from 0", async () => {
    const learner = trainer({
      updates: 20,
      batchSize: 64,
      minibatches: 1,
      epochs: 4,
      maxNewTokens: 2,
      learningRate: 1e-2,
      klCoefficient: 0.02,
      missingEosScore: null,
    });
    const steps: PpoStep[] = [];
    while (learner.update < 20) steps.push(await learner.step());
    const scores = steps.map(({ metrics }) => metrics["objective/model_scores"]);
    expect(mean(scores.slice(-3)) - mean(scores.slice(0, 3))).toBeGreaterThan(0.8);
    expect(steps.at(-1)!.metrics["objective/kl"]).toBeGreaterThan(1);
    expect(steps.at(-1)!.metrics["objective/kl_k3"]).toBeGreaterThan(1);
    const samples = await sampleHeldOut(
      { seed: 9, samplesPerPrompt: 4, temperature: 1, maxNewTokens: 2 },
      { policy: learner.policy, reference: base.top, reward },
      tinyPrompts(base, 30).slice(12),
    );
    expect(samples).toHaveLength(72);
    const report = reportHeldOut(samples);
    expect(report.improvement.mean).toBeGreaterThan(2 * report.improvement.standardError);
    expect(report.kl.k1).toBeGreaterThan(1);
  });

  it("stops an update's passes at the target KL", async () => {
    const { metrics } = await trainer({ epochs: 16, learningRate: 1e-2, targetKl: 0.01 }).step();
    expect(metrics["policy/steps"]).toBeGreaterThan(0);
    expect(metrics["policy/steps"]).toBeLessThan(32);
  });
});

describe("memory", () => {
  it("holds one trunk, four tops, two heads, the sampler and two optimisers; nothing more after any step", async () => {
    const before = tf.memory();
    const policy = { ...base, top: base.top.clone() };
    const created = trainer({}, { policy });
    await created.step();
    const afterOne = tf.memory();
    await created.step();
    await created.step();
    expect(tf.memory().numTensors).toBe(afterOne.numTensors);
    expect(tf.memory().numBytes).toBe(afterOne.numBytes);

    const topBytes = [...base.top.variables.values()].reduce((sum, { size }) => sum + 4 * size, 0);
    const { vocabulary, width } = base.trunk.architecture;
    const headBytes = 4 * width;
    // Made here: policy and value top, value head, and the sampler's copy of the policy's top and of the output matrix.
    // The trunk, the reference and the reward model were there before. Moments live in the native library.
    const expected = 3 * topBytes + headBytes + 4 * vocabulary * width;
    const held = afterOne.numBytes - before.numBytes;
    expect(Math.abs(held - expected)).toBeLessThan(0.05 * expected);

    created.dispose();
    policy.top.dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
  });
});
