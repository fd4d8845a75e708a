import { createRandom, seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { mean, standardDeviation, standardError } from "../math/statistics.ts";
import { Sampler } from "../models/sample.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import type { Alarm } from "./alarm.ts";
import {
  assess,
  completionKl,
  type Episode,
  faultAlarm,
  findFault,
  logRatios,
  type NumericalFault,
} from "./episode.ts";
import type { GroupPolicyConfig } from "./group-policy-config.ts";
import { createKlGuard, negativeKlAlarm } from "./kl-guard.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { requireMemory } from "./memory-estimate.ts";
import { type PolicyMetrics, type PolicyStatistics, policyMetrics } from "./policy-metrics.ts";
import { clippedPolicyGradients, roundingTolerance } from "./policy-step.ts";
import type { PpoModels, PpoStep } from "./ppo.ts";
import { promptsOfUpdate, sampleRollouts, type TrainingPrompt } from "./rollout.ts";
import { checkRatios, checkStartsFromReference } from "./self-test.ts";
import { findOffender } from "./training-fault.ts";

export type GroupPolicyMetrics = PolicyMetrics & {
  /** Mean reward, KL penalty included. */
  reward: number;
  /** Mean over prompts of the deviation among a prompt's completions. */
  reward_std: number;
  /** Share of prompts whose completions were all worth the same: nothing is learned from them. */
  frac_reward_zero_std: number;
};

export type GroupPolicyStep = Omit<PpoStep, "metrics"> & { metrics: GroupPolicyMetrics };

export interface GroupPolicyTrainer {
  readonly config: GroupPolicyConfig;
  readonly update: number;
  step(options?: { signal?: AbortSignal }): Promise<GroupPolicyStep>;
  state(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/**
 * Policy gradient without a value model: several completions per prompt are each other's baseline. A completion is worth
 * its score − β·Σ (log π − log reference); all its tokens get the advantage that `advantagesOf` makes of its prompt's
 * rewards; the objective is PPO's clipped one. RLOO and GRPO differ in `advantagesOf` alone.
 *
 * @param advantagesOf rewards of one prompt's completions → their advantages
 * @throws SelfTestError as PPO does
 */
export function createGroupPolicyTrainer(
  config: GroupPolicyConfig,
  models: PpoModels,
  prompts: readonly TrainingPrompt[],
  advantagesOf: (rewards: readonly number[]) => number[],
): GroupPolicyTrainer {
  const { policy, reference, reward } = models;
  const { padToken } = policy.tokenizer;
  const { width } = policy.trunk.architecture;
  const { completionsPerPrompt } = config;
  const tolerance = roundingTolerance(policy.top);
  const { trunk } = policy;
  const length = Math.max(...prompts.map(({ tokens }) => tokens.length)) + config.maxNewTokens;
  const sampled = config.promptsPerBatch * completionsPerPrompt;
  requireMemory({
    method: "group",
    architecture: trunk.architecture,
    topLayers: trunk.architecture.layers - trunk.layers,
    compute: policy.top.compute,
    lora: config.lora,
    sequences: Math.ceil(sampled / config.minibatches),
    length,
    rowsPerPass: null,
    cachedTokens: sampled * length,
    members: reward.members.length,
    sampled,
  });
  policy.top.addAdapters(config.lora, seedOf(config.seed, "lora"));
  const learner = createLearner("policy", policy.top.variables, { maxGradientNorm: config.maxGradientNorm });
  const guard = createKlGuard(learner, config.klSpikeFactor);
  const sampler = new Sampler(policy);
  const chunk = Math.ceil((config.promptsPerBatch * completionsPerPrompt) / config.minibatches);
  let update = 0;
  let episode = 0;
  const rate = () =>
    guard.learningRateScale * learningRateAt(config.schedule, config.learningRate, update, config.updates);

  async function step({ signal }: { signal?: AbortSignal } = {}): Promise<GroupPolicyStep> {
    const started = performance.now();
    const asked = promptsOfUpdate(prompts, config.seed, update, config.promptsPerBatch).flatMap((prompt) =>
      new Array<TrainingPrompt>(completionsPerPrompt).fill(prompt),
    );
    const rollouts = await sampleRollouts(sampler, asked, {
      ...config,
      seedParts: [config.seed, "rollout", update],
      signal,
    });
    const episodes = assess(rollouts, { policy: policy.top, reference, reward, padToken }, { ...config, chunk });
    const groups = Array.from({ length: config.promptsPerBatch }, (_, place) =>
      episodes
        .slice(place * completionsPerPrompt, (place + 1) * completionsPerPrompt)
        .map((own) => own.score - config.klCoefficient * completionKl(own).k1),
    );
    const advantages = groups.flatMap(advantagesOf);

    let fault = findFault(episodes);
    let spike: Alarm | null = null;
    const minibatches: PolicyStatistics[] = [];
    if (!fault) {
      if (update === 0 && models.startsFromReference) {
        checkStartsFromReference(episodes.flatMap(logRatios), tolerance);
      }
      const kl = episodes.map((own) => completionKl(own).k1);
      spike = guard.judge(mean(kl), standardError(kl));
      if (!spike) {
        fault = learn(
          episodes.map((own, place) => ({
            ...own,
            advantages: new Array<number>(own.completion.length).fill(advantages[place]!),
          })),
          minibatches,
        );
      }
      sampler.refresh();
    }

    episode += episodes.length;
    const deviations = groups.map(standardDeviation);
    const metrics = {
      ...policyMetrics(episodes, minibatches, {
        episode,
        seconds: (performance.now() - started) / 1000,
        learningRate: rate(),
        klCoefficient: config.klCoefficient,
      }),
      reward: mean(groups.flat()),
      reward_std: mean(deviations),
      frac_reward_zero_std: mean(deviations.map((deviation) => Number(deviation === 0))),
    };
    const samples = episodes.map(({ promptId, completion, score, modelScore, ...own }) => ({
      promptId,
      completion,
      score,
      modelScore,
      kl: completionKl(own).k1,
    }));
    const alarms = [
      negativeKlAlarm(metrics["objective/kl"], metrics["objective/kl_standard_error"]),
      spike,
      fault && faultAlarm(fault),
    ].filter((alarm) => alarm !== null);
    return { update: update++, metrics, samples, alarms, fault, rolledBack: spike !== null };
  }

  function learn(
    episodes: readonly (Episode & { advantages: number[] })[],
    minibatches: PolicyStatistics[],
  ): NumericalFault | null {
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = createRandom(seedOf(config.seed, "minibatches", update, epoch)).shuffle(episodes);
      for (let start = 0; start < order.length; start += chunk) {
        const members = order.slice(start, start + chunk);
        const { batch, hidden } = stackSequences(members, padToken, width);
        const { gradients, statistics } = clippedPolicyGradients(policy.top, batch, hidden, members, config);
        hidden.dispose();
        if (minibatches.length === 0) {
          try {
            checkRatios(statistics.ratios, statistics.clipped, tolerance);
          } catch (error) {
            tf.dispose(gradients);
            throw error;
          }
        }
        const { gradientNorm, applied } = learner.apply(gradients, rate());
        if (!applied) return findGradientFault(members);
        minibatches.push({ ...statistics, gradientNorm });
      }
    }
    return null;
  }

  function findGradientFault(members: readonly (Episode & { advantages: number[] })[]): NumericalFault {
    const found = findOffender(members, (member) => {
      const { batch, hidden } = stackSequences([member], padToken, width);
      const { gradients } = clippedPolicyGradients(policy.top, batch, hidden, [member], config);
      hidden.dispose();
      return gradients;
    });
    return { what: "gradient", promptId: found?.promptId ?? null, completion: found?.completion ?? null };
  }

  return {
    config,
    get update() {
      return update;
    },
    step,
    state() {
      const state: TrainerState = { tensors: {}, values: { update, episode, config: JSON.stringify(config) } };
      learner.exportTo(state);
      guard.exportTo(state);
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      learner.importFrom(state);
      guard.importFrom(state);
      update = Number(state.values.update);
      episode = Number(state.values.episode);
      sampler.refresh();
    },
    dispose() {
      sampler.dispose();
      learner.dispose();
    },
  };
}
