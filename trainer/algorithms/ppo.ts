import { nextKlCoefficient } from "../math/kl-controller.ts";
import { clippedValueLoss } from "../math/ppo-objective.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { createScalarHead, scores } from "../models/heads.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import { assess, completionKl, findFault, logRatios, type NumericalFault } from "./episode.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import { type PolicyMetrics, type PolicyStatistics, policyAlarms, policyMetrics } from "./policy-metrics.ts";
import { clippedPolicyGradients, roundingTolerance } from "./policy-step.ts";
import { type PpoConfig, ppoDefaults } from "./ppo-config.ts";
import {
  estimateAdvantages,
  type PpoEpisode,
  type ValueMetrics,
  type ValueStatistics,
  valueMetrics,
} from "./ppo-experience.ts";
import { type RewardModel, variablesOf } from "./reward-model.ts";
import { promptsOfUpdate, sampleRollouts, type TrainingPrompt } from "./rollout.ts";
import { checkRatios, checkStartsFromReference } from "./self-test.ts";

/** Metrics of one update. */
export type PpoMetrics = PolicyMetrics & ValueMetrics;

interface MinibatchStatistics {
  policy: PolicyStatistics;
  value: ValueStatistics;
}

export interface PpoModels {
  /** Trunk, tokenizer and the policy's top, which is trained in place. */
  policy: LanguageModel;
  /** Frozen; KL is measured against it. */
  reference: Top;
  reward: RewardModel;
  /** Whether the policy's weights are the reference's at the start; then the self-test asks for KL 0. */
  startsFromReference: boolean;
}

export interface PpoStep {
  /** From 0. */
  update: number;
  metrics: PpoMetrics;
  /** What was sampled, in order. */
  samples: { promptId: string; completion: readonly number[]; score: number; modelScore: number; kl: number }[];
  /** Sentences for a person: things seen in this update that usually end badly. */
  alarms: string[];
  /** Set where a NaN or infinity stopped the update; the weights are those of the last good step. */
  fault: NumericalFault | null;
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
  const { width } = trunk.architecture;
  const { padToken } = tokenizer;
  const tolerance = roundingTolerance(policy.top);
  const value = reward.members[0]!.top.clone();
  const valueHead = createScalarHead(width, "zero");
  const policyLearner = createLearner("policy", policy.top.variables, { maxGradientNorm: config.maxGradientNorm });
  const valueLearner = createLearner("value", variablesOf(value, valueHead), {
    maxGradientNorm: config.maxGradientNorm,
  });
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
    const minibatches: MinibatchStatistics[] = [];
    if (!fault) {
      if (update === 0 && models.startsFromReference) {
        checkStartsFromReference(episodes.flatMap(logRatios), tolerance);
      }
      fault = learn(episodes, minibatches);
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
          learningRate: rate(config.learningRate),
          klCoefficient,
        },
      ),
      ...valueMetrics(
        episodes,
        minibatches.map((minibatch) => minibatch.value),
      ),
    };
    if (!fault) {
      klCoefficient = nextKlCoefficient(config.klController, klCoefficient, metrics["objective/kl"], episodes.length);
    }
    const samples = episodes.map((sampled) => ({
      promptId: sampled.promptId,
      completion: sampled.completion,
      score: sampled.score,
      modelScore: sampled.modelScore,
      kl: completionKl(sampled).k1,
    }));
    return { update: update++, metrics, samples, alarms: policyAlarms(metrics), fault };
  }

  /** Passes over one batch. Fills `minibatches`; returns a fault where a gradient was not finite. */
  function learn(episodes: readonly PpoEpisode[], minibatches: MinibatchStatistics[]): NumericalFault | null {
    const size = Math.ceil(episodes.length / config.minibatches);
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = createRandom(seedOf(config.seed, "minibatches", update, epoch)).shuffle(episodes);
      for (let start = 0; start < order.length; start += size) {
        const statistics = learnMinibatch(order.slice(start, start + size), minibatches.length === 0);
        if (statistics === "beyond target KL") return null;
        if (statistics === "not finite") return { what: "gradient", promptId: null, completion: null };
        minibatches.push(statistics);
      }
    }
    return null;
  }

  function learnMinibatch(
    members: readonly PpoEpisode[],
    first: boolean,
  ): MinibatchStatistics | "beyond target KL" | "not finite" {
    const { batch, hidden } = stackSequences(members, padToken, width);
    try {
      const forPolicy = clippedPolicyGradients(policy.top, batch, hidden, members, config);
      const { approximateKl, ratios, clipped } = forPolicy.statistics;
      if (first) checkRatios(ratios, clipped, tolerance);
      if (config.targetKl !== null && approximateKl > config.targetKl) {
        tf.dispose(forPolicy.gradients);
        return "beyond target KL";
      }

      let valueClipped = 0;
      const oldValues = members.flatMap(({ values }) => Array.from(values));
      const returns = members.flatMap((member) => member.returns);
      const forValue = lossGradients(
        valueLearner.variables,
        () => scores(value, valueHead, hidden, batch, "completion"),
        (values) => {
          let loss = 0;
          const gradient = Array.from(values, (estimate, token) => {
            const squared = clippedValueLoss(estimate, oldValues[token]!, returns[token]!, config.valueClipRange);
            loss += squared.loss / values.length;
            valueClipped += Number(squared.clipped) / values.length;
            return squared.gradient / values.length;
          });
          return { loss, gradient };
        },
      );

      const policyStep = policyLearner.apply(forPolicy.gradients, rate(config.learningRate));
      const valueStep = valueLearner.apply(forValue.gradients, rate(config.valueLearningRate));
      if (!policyStep.applied || !valueStep.applied) return "not finite";
      return {
        policy: { ...forPolicy.statistics, gradientNorm: policyStep.gradientNorm },
        value: { loss: forValue.loss, clipped: valueClipped, gradientNorm: valueStep.gradientNorm },
      };
    } finally {
      hidden.dispose();
    }
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
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      policyLearner.importFrom(state);
      valueLearner.importFrom(state);
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
