import { sharesOf } from "../math/bradley-terry.ts";
import { dpoLoss, ipoLoss } from "../math/preference-losses.ts";
import { seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { mean } from "../math/statistics.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { type NamedTensorMap, tf } from "../tensor/backend.ts";
import { addGradients } from "../tensor/gradients.ts";
import { stackSequences } from "./activations.ts";
import { type DpoConfig, dpoDefaults } from "./dpo-config.ts";
import { rowsOf } from "./episode.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import { requireMemory } from "./memory-estimate.ts";
import { roundingTolerance } from "./policy-step.ts";
import {
  batchOfStep,
  createPromptCache,
  groupByRows,
  type RankedPrompt,
  sizeOfRankings,
  tokensOf,
} from "./ranked-prompt.ts";
import { checkFirstDpoLoss, checkStartsFromReference } from "./self-test.ts";
import { findOffender, type TrainingFault } from "./training-fault.ts";

/** Metrics of one step, under TRL's names; ties count for the loss only. */
export interface DpoMetrics {
  /** Passes over the data so far. */
  epoch: number;
  /** Mean over prompts of the mean pair loss. */
  loss: number;
  /** β·(log π − log reference) of the better completion. */
  "rewards/chosen": number;
  "rewards/rejected": number;
  "rewards/margins": number;
  /** Share of pairs whose better completion has the higher implicit reward. */
  "rewards/accuracies": number;
  /** log π of the better completion; should not fall far. */
  "logps/chosen": number;
  "logps/rejected": number;
  num_tokens: number;
  learning_rate: number;
  grad_norm: number;
}

export interface DpoTrainer {
  readonly config: DpoConfig;
  readonly progress: { step: number; steps: number };
  /** `fault`: a gradient was not finite; the step was left out, the weights are as before. */
  step(): { step: number; metrics: DpoMetrics; fault: TrainingFault | null };
  /** β·(log π − log reference) of each completion: the reward that the policy stands for. */
  implicitRewards(prompt: RankedPrompt): number[];
  state(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/** One decided pair, for the metrics. */
interface JudgedPair {
  rewardChosen: number;
  rewardRejected: number;
  logProbChosen: number;
  logProbRejected: number;
}

/**
 * Direct preference optimisation (arXiv:2305.18290) on rankings: the policy itself is the reward model,
 * r = β·(log π − log reference), fitted to the comparisons. As in the reward model, all pairs of a prompt are one batch
 * element and each completion runs forward once. Ties and strengths are soft labels. The reference's log-probabilities are
 * computed when a prompt is first met.
 *
 * @param models.policy trained in place
 * @param models.startsFromReference whether the weights are equal at the start; then the first loss must be ln 2
 * @param train at least one prompt; its completions end with the end-of-text token where they are finished
 * @throws SelfTestError at the first step where the policy should start from the reference and does not
 */
export function createDpoTrainer(
  settings: Partial<DpoConfig>,
  models: { policy: Top; reference: Top; startsFromReference: boolean; padToken: number },
  train: readonly RankedPrompt[],
): DpoTrainer {
  const config = { ...dpoDefaults, ...settings };
  const { policy, reference, padToken } = models;
  const { trunk } = policy;
  const { width } = trunk.architecture;
  requireMemory({
    method: "dpo",
    architecture: trunk.architecture,
    topLayers: trunk.architecture.layers - trunk.layers,
    compute: policy.compute,
    lora: config.lora,
    ...sizeOfRankings(train, config.promptsPerBatch),
    members: 0,
    sampled: 0,
  });
  policy.addAdapters(config.lora, seedOf(config.seed, "lora"));
  const learner = createLearner("policy", policy.variables, config);
  const cached = createPromptCache(trunk, padToken, train);
  const referenceCache = new Map<RankedPrompt, number[]>();
  const stepsPerEpoch = Math.ceil(train.length / config.promptsPerBatch);
  const steps = stepsPerEpoch * config.epochs;
  let done = 0;

  /** log π of each whole completion. */
  function logProbsOf(top: Top, prompt: RankedPrompt): number[] {
    const { batch, hidden } = stackSequences(cached(prompt), padToken, width);
    const flat = tf.tidy(() => tokenLogProbs(top, hidden, batch).logProbs);
    const sums = rowsOf(flat.dataSync<"float32">(), batch.offsets).map(total);
    tf.dispose([flat, hidden]);
    return sums;
  }

  function referenceLogProbs(prompt: RankedPrompt): number[] {
    let known = referenceCache.get(prompt);
    if (!known) {
      known = logProbsOf(reference, prompt);
      referenceCache.set(prompt, known);
    }
    return known;
  }

  function pairLoss(difference: number, target: number) {
    const smoothed = target * (1 - config.labelSmoothing) + (1 - target) * config.labelSmoothing;
    return config.loss === "sigmoid"
      ? dpoLoss(difference, config.beta, smoothed)
      : ipoLoss(difference, config.beta, smoothed);
  }

  /** Gradients of the loss of some prompts, and what the policy made of them. */
  function gradientsOf(prompts: readonly RankedPrompt[]) {
    const judged: JudgedPair[] = [];
    const logRatiosSeen: number[] = [];
    let loss = 0;
    /** How much the batch's pairs count together, 1 unless they are weighted. */
    let weightOfAll = 0;
    let gradients: NamedTensorMap | null = null;
    for (const group of groupByRows(prompts)) {
      const references = group.flatMap(referenceLogProbs);
      const { batch, hidden } = stackSequences(group.flatMap(cached), padToken, width);
      const result = lossGradients(
        learner.variables,
        () => tokenLogProbs(policy, hidden, batch).logProbs,
        (flat) => {
          const logProbs = rowsOf(flat, batch.offsets).map(total);
          const logRatios = logProbs.map((logProb, place) => logProb - references[place]!);
          logRatiosSeen.push(...logRatios);
          const slopes = new Array<number>(logProbs.length).fill(0);
          let sum = 0;
          let first = 0;
          for (const { completions, pairs } of group) {
            const shares = sharesOf(pairs);
            for (const [at, { better, worse, target }] of pairs.entries()) {
              const [chosen, rejected] = [first + better, first + worse];
              const pair = pairLoss(logRatios[chosen]! - logRatios[rejected]!, target);
              const weight = shares[at]! / prompts.length;
              sum += pair.loss * weight;
              weightOfAll += weight;
              slopes[chosen]! += pair.gradient * weight;
              slopes[rejected]! -= pair.gradient * weight;
              if (target > 0.5) {
                judged.push({
                  rewardChosen: config.beta * logRatios[chosen]!,
                  rewardRejected: config.beta * logRatios[rejected]!,
                  logProbChosen: logProbs[chosen]!,
                  logProbRejected: logProbs[rejected]!,
                });
              }
            }
            first += completions.length;
          }
          return { loss: sum, gradient: Float32Array.from(batch.sequenceOf, (sequence) => slopes[sequence]!) };
        },
      );
      hidden.dispose();
      loss += result.loss;
      gradients = addGradients(gradients, result.gradients);
    }
    return { loss, weightOfAll, gradients: gradients!, judged, logRatiosSeen };
  }

  function findFault(prompts: readonly RankedPrompt[]): TrainingFault {
    const found = findOffender(prompts, (prompt) => gradientsOf([prompt]).gradients);
    return { promptId: found?.id ?? null, completion: null };
  }

  function step() {
    const prompts = batchOfStep(train, seedOf(config.seed, "dpo"), done, config.promptsPerBatch);
    const { loss, weightOfAll, gradients, judged, logRatiosSeen } = gradientsOf(prompts);
    if (done === 0 && models.startsFromReference) {
      const longest = Math.max(...prompts.flatMap(({ completions }) => completions.map(({ tokens }) => tokens.length)));
      const tolerance = longest * roundingTolerance(policy);
      checkStartsFromReference(logRatiosSeen, tolerance);
      if (config.loss === "sigmoid" && weightOfAll > 0) checkFirstDpoLoss(loss / weightOfAll, config.beta * tolerance);
    }
    const learningRate = learningRateAt(config.schedule, config.learningRate, done, steps);
    const { gradientNorm, applied } = learner.apply(gradients, learningRate);
    const metrics: DpoMetrics = {
      epoch: (done + 1) / stepsPerEpoch,
      loss,
      ...pairMetrics(judged),
      num_tokens: tokensOf(prompts),
      learning_rate: learningRate,
      grad_norm: gradientNorm,
    };
    return { step: done++, metrics, fault: applied ? null : findFault(prompts) };
  }

  return {
    config,
    get progress() {
      return { step: done, steps };
    },
    step,
    implicitRewards(prompt) {
      const references = referenceLogProbs(prompt);
      return logProbsOf(policy, prompt).map((logProb, place) => config.beta * (logProb - references[place]!));
    },
    state() {
      const state: TrainerState = { tensors: {}, values: { step: done, config: JSON.stringify(config) } };
      learner.exportTo(state);
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      learner.importFrom(state);
      done = Number(state.values.step);
    },
    dispose: () => learner.dispose(),
  };
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let position = 0; position < values.length; position++) sum += values[position]!;
  return sum;
}

/** Means over decided pairs; 0 where a batch holds only ties. */
function pairMetrics(pairs: readonly JudgedPair[]) {
  const average = (of: (pair: JudgedPair) => number) => (pairs.length === 0 ? 0 : mean(pairs.map(of)));
  return {
    "rewards/chosen": average(({ rewardChosen }) => rewardChosen),
    "rewards/rejected": average(({ rewardRejected }) => rewardRejected),
    "rewards/margins": average(({ rewardChosen, rewardRejected }) => rewardChosen - rewardRejected),
    "rewards/accuracies": average(({ rewardChosen, rewardRejected }) => Number(rewardChosen > rewardRejected)),
    "logps/chosen": average(({ logProbChosen }) => logProbChosen),
    "logps/rejected": average(({ logProbRejected }) => logProbRejected),
  };
}
