import { nextKlCoefficient } from "../math/kl-controller.ts";
import { clippedPolicyLoss, clippedValueLoss } from "../math/ppo-objective.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { createScalarHead, scores, tokenLogProbs } from "../models/heads.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import { type PpoConfig, ppoDefaults } from "./ppo-config.ts";
import { assess, type Episode, estimateAdvantages, findFault, type NumericalFault } from "./ppo-experience.ts";
import { completionKl, type MinibatchStatistics, type PpoMetrics, summarise } from "./ppo-metrics.ts";
import { type RewardModel, variablesOf } from "./reward-model.ts";
import { promptsOfUpdate, sampleRollouts, type TrainingPrompt } from "./rollout.ts";
import { checkRatios, checkStartsFromReference } from "./self-test.ts";

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
  const tolerance = policy.top.compute === "float32" ? 1e-3 : 5e-2;
  const value = reward.top.clone();
  const valueHead = createScalarHead(width, "zero");
  const policyLearner = createLearner("policy", policy.top.variables, { maxGradientNorm: config.maxGradientNorm });
  const valueLearner = createLearner("value", variablesOf(value, valueHead), {
    maxGradientNorm: config.maxGradientNorm,
  });
  const sampler = new Sampler(policy);
  let update = 0;
  let episode = 0;
  let klCoefficient = config.klCoefficient;

  async function step({ signal }: { signal?: AbortSignal } = {}): Promise<PpoStep> {
    const started = performance.now();
    const rollouts = await sampleRollouts(sampler, promptsOfUpdate(prompts, config.seed, update, config.batchSize), {
      temperature: config.temperature,
      maxNewTokens: config.maxNewTokens,
      seedParts: [config.seed, "rollout", update],
      signal,
    });
    const episodes = assess(
      rollouts,
      { policy: policy.top, reference, value, valueHead, reward, padToken: tokenizer.padToken },
      config,
    );
    estimateAdvantages(episodes, klCoefficient, config);

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
    const metrics = summarise(episodes, minibatches, {
      episode,
      seconds: (performance.now() - started) / 1000,
      learningRate: learningRateAt(config.schedule, config.learningRate, update, config.updates),
      klCoefficient,
    });
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
    return { update: update++, metrics, samples, alarms: alarmsOf(metrics), fault };
  }

  /** Passes over one batch. Fills `minibatches`; returns a fault where a gradient was not finite. */
  function learn(episodes: readonly Episode[], minibatches: MinibatchStatistics[]): NumericalFault | null {
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
    members: readonly Episode[],
    first: boolean,
  ): MinibatchStatistics | "beyond target KL" | "not finite" {
    const { batch, hidden } = stackSequences(members, tokenizer.padToken, width);
    try {
      const ratios: number[] = [];
      let policyClipped = 0;
      let squaredLogRatio = 0;
      const oldLogProbs = members.flatMap(({ logProbs }) => Array.from(logProbs));
      const advantages = members.flatMap((member) => member.advantages);
      const tokens = oldLogProbs.length;
      const policyResult = lossGradients(
        policyLearner.variables,
        () => tokenLogProbs(policy.top, hidden, batch, { temperature: config.temperature }).logProbs,
        (logProbs) => {
          let loss = 0;
          const gradient = Array.from(logProbs, (logProb, token) => {
            const logRatio = logProb - oldLogProbs[token]!;
            const ratio = Math.exp(logRatio);
            const surrogate = clippedPolicyLoss(ratio, advantages[token]!, config.clipRange);
            loss += surrogate.loss / tokens;
            ratios.push(ratio);
            policyClipped += Number(surrogate.clipped) / tokens;
            squaredLogRatio += logRatio ** 2 / tokens;
            return (surrogate.gradient * ratio) / tokens;
          });
          return { loss, gradient };
        },
      );
      if (first) checkRatios(ratios, policyClipped, tolerance);
      const approximateKl = squaredLogRatio / 2;
      if (config.targetKl !== null && approximateKl > config.targetKl) {
        tf.dispose(policyResult.gradients);
        return "beyond target KL";
      }

      let valueClipped = 0;
      const oldValues = members.flatMap(({ values }) => Array.from(values));
      const returns = members.flatMap((member) => member.returns);
      const valueResult = lossGradients(
        valueLearner.variables,
        () => scores(value, valueHead, hidden, batch, "completion"),
        (values) => {
          let loss = 0;
          const gradient = Array.from(values, (estimate, token) => {
            const squared = clippedValueLoss(estimate, oldValues[token]!, returns[token]!, config.valueClipRange);
            loss += squared.loss / tokens;
            valueClipped += Number(squared.clipped) / tokens;
            return squared.gradient / tokens;
          });
          return { loss, gradient };
        },
      );

      const rate = (peak: number) => learningRateAt(config.schedule, peak, update, config.updates);
      const policyStep = policyLearner.apply(policyResult.gradients, rate(config.learningRate));
      const valueStep = valueLearner.apply(valueResult.gradients, rate(config.valueLearningRate));
      if (!policyStep.applied || !valueStep.applied) return "not finite";
      return {
        policyLoss: policyResult.loss,
        valueLoss: valueResult.loss,
        approximateKl,
        policyClipped,
        valueClipped,
        ratios,
        policyGradientNorm: policyStep.gradientNorm,
        valueGradientNorm: valueStep.gradientNorm,
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

function logRatios({ logProbs, referenceLogProbs }: Episode): number[] {
  return Array.from(logProbs, (logProb, token) => logProb - referenceLogProbs[token]!);
}

/** KL to the reference cannot be negative; an estimate far below 0 means that something samples from elsewhere. */
function alarmsOf(metrics: PpoMetrics): string[] {
  const kl = metrics["objective/kl"];
  const error = metrics["objective/kl_standard_error"];
  if (!(kl < -3 * error) || error === 0) return [];
  return [
    `objective/kl is ${kl.toFixed(2)}, more than three standard errors (${error.toFixed(2)}) below 0: completions do not come from the distribution that the log-probabilities describe. Check temperature, top-p, top-k and end-of-text handling.`,
  ];
}
