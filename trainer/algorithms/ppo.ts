import { nextKlCoefficient } from "../math/kl-controller.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { mean, standardError } from "../math/statistics.ts";
import type { Sequence } from "../models/batch.ts";
import { createScalarHead } from "../models/heads.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { Top } from "../models/top.ts";
import { type CachedSequence, createActivationCache } from "./activations.ts";
import type { Alarm } from "./alarm.ts";
import { assess, completionKl, faultAlarm, findFault, logRatios, type NumericalFault } from "./episode.ts";
import { createKlGuard, negativeKlAlarm } from "./kl-guard.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { requireMemory } from "./memory-estimate.ts";
import { type PolicyMetrics, policyMetrics } from "./policy-metrics.ts";
import { roundingTolerance } from "./policy-step.ts";
import { klControllerOf, type PpoConfig, ppoDefaults } from "./ppo-config.ts";
import { estimateAdvantages, type PpoEpisode, type ValueMetrics, valueMetrics } from "./ppo-experience.ts";
import { learnMinibatch, type MinibatchStatistics } from "./ppo-minibatch.ts";
import { batchOfStep } from "./ranked-prompt.ts";
import { type RewardModel, variablesOf } from "./reward-model.ts";
import { promptsOfUpdate, sampleRollouts, type TrainingPrompt } from "./rollout.ts";
import { checkRatios, checkStartsFromReference } from "./self-test.ts";

/** Metrics of one update. */
export type PpoMetrics = PolicyMetrics &
  ValueMetrics & {
    /** Loss on the mix, nats a token; absent without one. */
    "loss/ptx_avg"?: number;
  };

export interface PpoModels {
  /** Trunk, tokenizer and the policy's top, which is trained in place. */
  policy: LanguageModel;
  /** Frozen; KL is measured against it. */
  reference: Top;
  reward: RewardModel;
  /** Text to go on modelling while learning (PPO-ptx), the SFT data by default; its weight is `ptxCoefficient`. */
  mix?: readonly Sequence[];
  /** Whether the policy's weights are the reference's at the start; then the self-test asks for KL 0. */
  startsFromReference: boolean;
}

export interface PpoStep {
  /** From 0. */
  update: number;
  metrics: PpoMetrics;
  /** What was sampled, in order. */
  samples: { promptId: string; completion: readonly number[]; score: number; modelScore: number; kl: number }[];
  /** Things seen in this update that usually end badly. */
  alarms: Alarm[];
  /** Set where a NaN or infinity stopped the update; the weights are those of the last good step. */
  fault: NumericalFault | null;
  /** Whether KL had jumped, and the policy went back to its last good weights instead of learning. */
  rolledBack: boolean;
}

export interface PpoTrainer {
  readonly config: PpoConfig;
  /** Updates made so far. */
  readonly update: number;
  /** Samples a batch and learns from it. */
  step(options?: { signal?: AbortSignal }): Promise<PpoStep>;
  /** All that changes between steps; the reference, the reward model and the trunk do not. */
  state(): TrainerState;
  /** Goes on from a state of the same configuration; from there on the run equals one that never stopped. */
  restore(state: TrainerState): void;
  dispose(): void;
}

/**
 * PPO on a language model (Ziegler et al. 2019; InstructGPT, section 3.5; Huang et al. 2024 for the details). A step samples
 * one completion per prompt, scores it with the reward model, charges −β·(log π − log reference) at each token, estimates
 * advantages with a separate value model, and maximises the clipped objective over a few passes.
 *
 * The value model starts as the reward model's top blocks, which already know what earns reward, under a head of zeros, so
 * that its first estimates are 0 and not a raw score read at a token it was never trained on. Policy and value model have
 * an optimiser each. Policy, reference, reward and value model read the same trunk activations, computed once per batch.
 *
 * @throws SelfTestError at the first minibatch of an update whose ratio is not 1, or where KL at the start is not 0
 */
export function createPpoTrainer(
  settings: Partial<PpoConfig>,
  models: PpoModels,
  prompts: readonly TrainingPrompt[],
): PpoTrainer {
  const config = { ...ppoDefaults, ...settings };
  const { policy, reference, reward } = models;
  const { trunk, tokenizer } = policy;
  const { padToken } = tokenizer;
  const tolerance = roundingTolerance(policy.top);
  const length = Math.max(...prompts.map(({ tokens }) => tokens.length)) + config.maxNewTokens;
  requireMemory({
    method: "ppo",
    architecture: trunk.architecture,
    topLayers: trunk.architecture.layers - trunk.layers,
    compute: policy.top.compute,
    lora: config.lora,
    sequences: Math.ceil(config.batchSize / config.minibatches),
    length,
    rowsPerPass: null,
    cachedTokens: config.batchSize * length,
    members: reward.members.length,
    sampled: config.batchSize,
  });
  const value = reward.members[0]!.top.clone();
  const valueHead = createScalarHead(trunk.architecture.width, "zero");
  policy.top.addAdapters(config.lora, seedOf(config.seed, "lora", "policy"));
  value.addAdapters(config.lora, seedOf(config.seed, "lora", "value"));
  const policyLearner = createLearner("policy", policy.top.variables, { maxGradientNorm: config.maxGradientNorm });
  const valueLearner = createLearner("value", variablesOf(value, valueHead), {
    maxGradientNorm: config.maxGradientNorm,
  });
  const learners = { policy: policy.top, policyLearner, value, valueHead, valueLearner, padToken };
  const guard = createKlGuard(policyLearner, config.klSpikeFactor);
  const mixed = models.mix ?? [];
  const cachedMix = createActivationCache(trunk, padToken);
  const sampler = new Sampler(policy);
  let update = 0;
  let episode = 0;
  let klCoefficient = config.klCoefficient;

  const rate = (peak: number) => learningRateAt(config.schedule, peak, update, config.updates);

  async function step({ signal }: { signal?: AbortSignal } = {}): Promise<PpoStep> {
    const started = performance.now();
    const rollouts = await sampleRollouts(sampler, promptsOfUpdate(prompts, config.seed, update, config.batchSize), {
      temperature: config.temperature,
      maxNewTokens: config.maxNewTokens,
      seedParts: [config.seed, "rollout", update],
      signal,
    });
    const episodes = estimateAdvantages(
      assess(
        rollouts,
        { policy: policy.top, reference, reward, padToken },
        { ...config, chunk: Math.ceil(config.batchSize / config.minibatches) },
      ),
      { value, valueHead, padToken },
      klCoefficient,
      config,
    );

    let fault = findFault(episodes);
    let spike: Alarm | null = null;
    const minibatches: MinibatchStatistics[] = [];
    if (!fault) {
      if (update === 0 && models.startsFromReference) {
        checkStartsFromReference(episodes.flatMap(logRatios), tolerance);
      }
      const kl = episodes.map((sampled) => completionKl(sampled).k1);
      spike = guard.judge(mean(kl), standardError(kl));
      if (!spike) fault = learn(episodes, minibatches);
      sampler.refresh();
    }

    episode += episodes.length;
    const metrics = {
      ...policyMetrics(
        episodes,
        minibatches.map((minibatch) => minibatch.policy),
        {
          episode,
          seconds: (performance.now() - started) / 1000,
          learningRate: guard.learningRateScale * rate(config.learningRate),
          klCoefficient,
        },
      ),
      ...valueMetrics(
        episodes,
        minibatches.map((minibatch) => minibatch.value),
      ),
      ...ptxMetrics(minibatches),
    };
    if (!fault && !spike) {
      const kl = metrics["objective/kl"];
      klCoefficient = nextKlCoefficient(klControllerOf(config), klCoefficient, kl, episodes.length);
    }
    const alarms = [
      negativeKlAlarm(metrics["objective/kl"], metrics["objective/kl_standard_error"]),
      spike,
      fault && faultAlarm(fault),
    ].filter((alarm) => alarm !== null);
    const samples = episodes.map((sampled) => ({
      promptId: sampled.promptId,
      completion: sampled.completion,
      score: sampled.score,
      modelScore: sampled.modelScore,
      kl: completionKl(sampled).k1,
    }));
    return { update: update++, metrics, samples, alarms, fault, rolledBack: spike !== null };
  }

  /** Passes over one batch. Fills `minibatches`; returns a fault where a gradient was not finite. */
  function learn(episodes: readonly PpoEpisode[], minibatches: MinibatchStatistics[]): NumericalFault | null {
    const size = Math.ceil(episodes.length / config.minibatches);
    const policyRate = guard.learningRateScale * rate(config.learningRate);
    const valueRate = rate(config.valueLearningRate);
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = createRandom(seedOf(config.seed, "minibatches", update, epoch)).shuffle(episodes);
      for (let start = 0; start < order.length; start += size) {
        const outcome = learnMinibatch(learners, order.slice(start, start + size), config, {
          policyRate,
          valueRate,
          mix: mixOf(epoch * config.minibatches + start / size, size),
          check:
            minibatches.length === 0 ? ({ ratios, clipped }) => checkRatios(ratios, clipped, tolerance) : undefined,
        });
        if (outcome === "beyond target KL") return null;
        if ("fault" in outcome) return outcome.fault;
        minibatches.push(outcome);
      }
    }
    return null;
  }

  /** What is mixed into a minibatch of this update. */
  function mixOf(minibatch: number, size: number): CachedSequence[] {
    if (config.ptxCoefficient === 0 || mixed.length === 0) return [];
    const step = update * config.epochs * config.minibatches + minibatch;
    return batchOfStep(mixed, seedOf(config.seed, "ptx"), step, size).map(cachedMix);
  }

  return {
    config,
    get update() {
      return update;
    },
    step,
    state() {
      const state: TrainerState = {
        tensors: {},
        values: { update, episode, klCoefficient, config: JSON.stringify(config) },
      };
      policyLearner.exportTo(state);
      valueLearner.exportTo(state);
      guard.exportTo(state);
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      policyLearner.importFrom(state);
      valueLearner.importFrom(state);
      guard.importFrom(state);
      update = Number(state.values.update);
      episode = Number(state.values.episode);
      klCoefficient = Number(state.values.klCoefficient);
      sampler.refresh();
    },
    dispose() {
      sampler.dispose();
      policyLearner.dispose();
      valueLearner.dispose();
      value.dispose();
      valueHead.dispose();
    },
  };
}

function ptxMetrics(minibatches: readonly MinibatchStatistics[]): Pick<PpoMetrics, "loss/ptx_avg"> {
  const losses = minibatches.flatMap(({ ptxLoss }) => (ptxLoss === null ? [] : [ptxLoss]));
  return losses.length === 0 ? {} : { "loss/ptx_avg": mean(losses) };
}
