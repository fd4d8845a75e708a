/**
 * PPO against TRL's own trainer, one update of four passes on the same completions: rewards, advantages, losses, metrics and
 * the weights that come out. parity/generate.py wrote the fixtures; no Python is needed here.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { cacheActivations } from "../../trainer/algorithms/activations.ts";
import { createPpoTrainer } from "../../trainer/algorithms/ppo.ts";
import { type RewardModel, scoreSequences, singleMember } from "../../trainer/algorithms/reward-model.ts";
import type * as RolloutModule from "../../trainer/algorithms/rollout.ts";
import type { Rollout } from "../../trainer/algorithms/rollout.ts";
import { generalisedAdvantages } from "../../trainer/math/gae.ts";
import { tokenRewards } from "../../trainer/math/ppo-objective.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { whitenRows } from "../../trainer/math/whitening.ts";
import { createBatch } from "../../trainer/models/batch.ts";
import { ScalarHead, scoreName, scores, tokenLogProbs } from "../../trainer/models/heads.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { scoped } from "../../trainer/tensor/backend.ts";
import {
  largestDifference,
  loadParityModel,
  readFixture,
  readTensors,
  relativeDistance,
  sequenceSchema,
} from "./parity/fixtures.ts";

const stored = vi.hoisted(() => ({ rollouts: [] as Rollout[] }));
// Both sides learn from the same completions: chance is the one thing that is replaced.
vi.mock("../../trainer/algorithms/rollout.ts", async (importOriginal) => ({
  ...(await importOriginal<typeof RolloutModule>()),
  sampleRollouts: async () => stored.rollouts,
}));

const rows = z.array(z.array(z.number()));
const metricsSchema = z.object({
  "objective/kl": z.number(),
  "objective/entropy": z.number(),
  "objective/non_score_reward": z.number(),
  "objective/rlhf_reward": z.number(),
  "objective/scores": z.number(),
  "policy/approxkl_avg": z.number(),
  "policy/clipfrac_avg": z.number(),
  "loss/policy_avg": z.number(),
  "loss/value_avg": z.number(),
  "val/clipfrac_avg": z.number(),
  "val/ratio": z.number(),
});
const rolloutSchema = z.array(sequenceSchema.extend({ ended: z.boolean() }));
const commonShape = {
  rollout: rolloutSchema,
  logprobs: rows,
  ref_logprobs: rows,
  values: rows,
  scores: z.array(z.number()),
  returns: rows,
  advantages: rows,
  whitenedAdvantages: rows,
};
const full = readFixture(
  "ppo.json",
  z.object({
    ...commonShape,
    rewards: rows,
    metrics: metricsSchema,
    settings: z.object({
      learning_rate: z.number(),
      temperature: z.number(),
      kl_coef: z.number(),
      cliprange: z.number(),
      cliprange_value: z.number(),
      gamma: z.number(),
      lam: z.number(),
      num_ppo_epochs: z.number(),
    }),
  }),
);
const ragged = readFixture("ppo-ragged.json", z.object({ ...commonShape, tokenRewards: rows, whitenedRewards: rows }));
const { settings } = full;
const padToken = 0;

let policy: LanguageModel;
let reference: LanguageModel;
let base: LanguageModel;
let reward: RewardModel;

beforeAll(async () => {
  policy = await loadParityModel("llama", 3);
  reference = await loadParityModel("reference", 3);
  base = await loadParityModel("reward", 3);
  const head = new ScalarHead(readTensors("reward/model.safetensors").get(scoreName)!);
  reward = singleMember(base.top, head);
});
afterAll(() => {
  for (const { top, trunk } of [policy, reference, base]) {
    top.dispose();
    trunk.dispose();
  }
  reward.members[0]!.head.dispose();
});

const logProbsOf = ({ trunk, top }: LanguageModel, rollout: z.infer<typeof rolloutSchema>) =>
  scoped(() => {
    const batch = createBatch(rollout, padToken);
    const { temperature } = settings;
    return tokenLogProbs(top, trunk.forward(batch), batch, { temperature }).logProbs.dataSync<"float32">();
  });

describe.each([
  { name: "completions that fill the window", fixture: full },
  { name: "completions of many lengths, TRL's prompts padded on the left", fixture: ragged },
])("$name", ({ fixture }) => {
  it("have TRL's log-probabilities under policy and reference, at the sampling temperature", () => {
    expect(largestDifference(logProbsOf(policy, fixture.rollout), fixture.logprobs.flat())).toBeLessThan(1e-4);
    expect(largestDifference(logProbsOf(reference, fixture.rollout), fixture.ref_logprobs.flat())).toBeLessThan(1e-4);
  });

  it("have TRL's scores, read at their last token", () => {
    const found = scoreSequences(reward, cacheActivations(policy.trunk, fixture.rollout, padToken), padToken);
    expect(largestDifference(found, fixture.scores)).toBeLessThan(1e-5);
  });
});

describe("advantages", () => {
  it("are TRL's where completions fill the window", () => {
    const rewards = full.scores.map((score, row) =>
      tokenRewards(score, settings.kl_coef, full.logprobs[row]!, full.ref_logprobs[row]!),
    );
    expect(largestDifference(rewards.flat(), full.rewards.flat())).toBeLessThan(1e-6);
    const estimates = rewards.map((own, row) =>
      generalisedAdvantages(own, full.values[row]!, settings.gamma, settings.lam),
    );
    expect(
      largestDifference(
        estimates.flatMap((own) => own.advantages),
        full.advantages.flat(),
      ),
    ).toBeLessThan(1e-5);
    expect(
      largestDifference(
        estimates.flatMap((own) => own.returns),
        full.returns.flat(),
      ),
    ).toBeLessThan(1e-5);
    const whitened = whitenRows(full.advantages, true).flat();
    expect(largestDifference(whitened, full.whitenedAdvantages.flat())).toBeLessThan(1e-5);
  });

  it("are TRL's elsewhere too, once ours take the step that TRL adds after the end token", () => {
    // TRL pays the score there, with a value read at the end token; ours pay it at the end token, where the episode ends.
    const ours = ragged.scores.map((score, row) =>
      tokenRewards(score, settings.kl_coef, ragged.logprobs[row]!, ragged.ref_logprobs[row]!),
    );
    const asTrl = ours.map((own, row) => {
      if (ragged.values[row]!.length === own.length) return own;
      const score = ragged.scores[row]!;
      return [...own.slice(0, -1), own.at(-1)! - score, score];
    });
    expect(asTrl.filter((own, row) => own.length > ours[row]!.length)).toHaveLength(6);
    expect(largestDifference(asTrl.flat(), ragged.tokenRewards.flat())).toBeLessThan(1e-6);

    expect(
      largestDifference(asSampleVariance(whitenRows(asTrl, false), asTrl).flat(), ragged.whitenedRewards.flat()),
    ).toBeLessThan(1e-5);
    const estimates = ragged.whitenedRewards.map((own, row) =>
      generalisedAdvantages(own, ragged.values[row]!, settings.gamma, settings.lam),
    );
    const advantages = estimates.map((own, row) => own.advantages.slice(0, ours[row]!.length));
    expect(largestDifference(advantages.flat(), ragged.advantages.flat())).toBeLessThan(1e-5);
    expect(
      largestDifference(
        estimates.flatMap((own) => own.returns),
        ragged.returns.flat(),
      ),
    ).toBeLessThan(1e-5);
    const whitened = asSampleVariance(whitenRows(ragged.advantages, true), [[0]]);
    expect(largestDifference(whitened.flat(), ragged.whitenedAdvantages.flat())).toBeLessThan(1e-5);
  });

  it("rest on TRL's values", () => {
    const batch = createBatch(ragged.rollout, padToken);
    const found = scoped(() =>
      scores(base.top, reward.members[0]!.head, policy.trunk.forward(batch), batch, "completion").dataSync<"float32">(),
    );
    const expected = ragged.values.flatMap((own, row) => own.slice(0, ragged.logprobs[row]!.length));
    expect(largestDifference(found, expected)).toBeLessThan(1e-5);
  });
});

/** Ours divide by the variance over n, TRL's whitening by that over n − 1; the mean that was kept stays as it is. */
function asSampleVariance(whitened: readonly (readonly number[])[], kept: readonly (readonly number[])[]): number[][] {
  const count = whitened.flat().length;
  const centre = mean(kept.flat());
  return whitened.map((own) => own.map((value) => (value - centre) * Math.sqrt((count - 1) / count) + centre));
}

it("ends an update where TRL ends it, metrics and weights", async () => {
  stored.rollouts = cacheActivations(policy.trunk, full.rollout, padToken).map((sequence, row) => ({
    ...sequence,
    promptId: `prompt-${row}`,
    completion: sequence.tokens.slice(sequence.promptLength),
  }));
  const before = snapshot({ policy: policy.top.variables, value: base.top.variables });
  const trainer = createPpoTrainer(
    {
      updates: 1,
      batchSize: full.rollout.length,
      minibatches: 1,
      epochs: settings.num_ppo_epochs,
      maxNewTokens: 10,
      temperature: settings.temperature,
      learningRate: settings.learning_rate,
      valueLearningRate: settings.learning_rate,
      schedule: { kind: "constant", warmupSteps: 0, finalFraction: 1 },
      maxGradientNorm: 0,
      klCoefficient: settings.kl_coef,
      clipRange: settings.cliprange,
      valueClipRange: settings.cliprange_value,
      gamma: settings.gamma,
      lambda: settings.lam,
      missingEosScore: null,
      whitenRewards: false,
    },
    { policy, reference: reference.top, reward, startsFromReference: false },
    full.rollout.map(({ tokens, promptLength }, row) => ({
      id: `prompt-${row}`,
      tokens: tokens.slice(0, promptLength),
    })),
  );
  const { metrics, fault } = await trainer.step();
  expect(fault).toBeNull();
  for (const [name, expected] of Object.entries(full.metrics)) {
    const own = metrics[name as keyof typeof full.metrics];
    expect(Math.abs(own - expected), `${name}: ${own}, TRL ${expected}`).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(expected)),
    );
  }
  // Clipping of both kinds took place, so its gradients are among what is compared.
  expect(full.metrics["policy/clipfrac_avg"]).toBeGreaterThan(0.05);
  expect(full.metrics["val/clipfrac_avg"]).toBeGreaterThan(0.05);

  const { tensors } = trainer.state();
  const expected = readTensors("ppo.weights.safetensors");
  expect(expected.size).toBe(2 * policy.top.variables.size + 1);
  for (const [name, values] of expected) {
    const [model, key] = [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)];
    const moved = (after: Float32Array) => after.map((value, place) => value - (before.get(name)?.[place] ?? 0));
    expect(relativeDistance(moved(tensors[`${model}/weight/${key}`]!), moved(values)), name).toBeLessThan(1e-3);
  }
  trainer.dispose();
});

function snapshot(models: Record<string, LanguageModel["top"]["variables"]>): Map<string, Float32Array> {
  return new Map(
    Object.entries(models).flatMap(([model, variables]) =>
      [...variables].map(
        ([name, variable]) => [`${model}.${name}`, Float32Array.from(variable.dataSync<"float32">())] as const,
      ),
    ),
  );
}
