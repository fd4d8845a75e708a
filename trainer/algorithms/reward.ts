import { meanPairLoss } from "../math/bradley-terry.ts";
import {
  type JudgedPrompt,
  type PreferenceReport,
  predictionsOf,
  preferenceReport,
} from "../math/preference-report.ts";
import { createRandom, type Random, seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import { mean } from "../math/statistics.ts";
import { type CalibratedFigures, crossFittedCalibration, fitTemperature } from "../math/temperature.ts";
import type { Sequence } from "../models/batch.ts";
import { createScalarHead, type ScalarHead, scores } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { type NamedTensorMap, tf } from "../tensor/backend.ts";
import { addGradients, areFinite } from "../tensor/gradients.ts";
import { type CachedSequence, cacheActivations, stackSequences } from "./activations.ts";
import { createLearner, type Learner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import { requireMemory } from "./memory-estimate.ts";
import {
  batchOfStep,
  completionLength,
  createPromptCache,
  groupByRows,
  type RankedPrompt,
  sizeOfRankings,
} from "./ranked-prompt.ts";
import { passesOf, type RewardConfig, rewardDefaults } from "./reward-config.ts";
import { type RewardMetrics, reasonToReject, rewardMetrics } from "./reward-metrics.ts";
import {
  disposeRewardModel,
  estimateRewards,
  normalisationOn,
  type RewardMember,
  type RewardModel,
  scoreSequences,
  scoresByMember,
  variablesOf,
} from "./reward-model.ts";
import type { TrainingFault } from "./training-fault.ts";

export interface RewardStep {
  /** From 0. */
  step: number;
  metrics: RewardMetrics;
  /** Set where a score or gradient was not finite: those members left the step out, their weights are as before. */
  fault: TrainingFault | null;
}

export interface RewardResult {
  /** With its normalisation and temperature. The caller owns it from here. */
  model: RewardModel;
  /** The sequences it is normalised on. */
  references: readonly CachedSequence[];
  train: PreferenceReport;
  /** Null without validation prompts. */
  validation: PreferenceReport | null;
  /** Validation figures at a temperature fitted on the other half of the prompts; null where there are too few. */
  calibrated: CalibratedFigures | null;
  /** How far members differ about a completion: mean over the reference set of their deviation, normalised units. */
  ensembleDeviation: number;
  /** Why this model must not be used, in a sentence; null where nothing speaks against it. */
  dead: string | null;
}

export interface RewardTrainer {
  readonly config: RewardConfig;
  /** Steps made so far, and in all. */
  readonly progress: { step: number; steps: number };
  step(): RewardStep;
  state(): TrainerState;
  restore(state: TrainerState): void;
  /**
   * Reports on both sides, calibrates on validation and normalises on `normalisationSet`, or on the training completions
   * where it is absent.
   */
  finish(normalisationSet?: readonly Sequence[]): RewardResult;
  /** Frees the optimisers; before `finish`, the model too. */
  dispose(): void;
}

/** Fewer held-out comparisons than this say too little about a temperature; then it stays 1. */
const fewestForTemperature = 20;

interface Member {
  top: Top;
  head: ScalarHead;
  learner: Learner;
  /** What it learns from. */
  prompts: readonly RankedPrompt[];
  orderSeed: number;
}

/**
 * Trains a reward model on rankings: a copy of the reference's top blocks with a scalar head, and InstructGPT's loss
 * −1/C(K,2)·Σ log σ(r_better − r_worse), all pairs of a prompt in one batch element, one forward pass per completion
 * (arXiv:2203.02155, section 3.5). Ties and strengths enter as soft labels. The trunk runs once per completion; its activations
 * are kept in memory over the epochs (4 bytes × width per token) and shared by the members.
 *
 * The head starts at 0, so that the first loss is ln 2. A head of N(0, 1/√(width + 1)), as in Stiennon et al. 2020, starts
 * with scores of deviation 1.3 here, and a few dozen steps go by before that noise is gone.
 *
 * @param initial the reference's top, copied
 * @param train at least one prompt
 */
export function createRewardTrainer(
  settings: Partial<RewardConfig>,
  { initial, padToken }: { initial: Top; padToken: number },
  train: readonly RankedPrompt[],
  validation: readonly RankedPrompt[],
): RewardTrainer {
  const config = { ...rewardDefaults, ...settings };
  const { trunk } = initial;
  requireMemory({
    method: "reward",
    architecture: trunk.architecture,
    topLayers: trunk.architecture.layers - trunk.layers,
    compute: initial.compute,
    lora: config.lora,
    ...sizeOfRankings(train, config.promptsPerBatch),
    members: config.members,
    sampled: 0,
  });
  const members = Array.from({ length: config.members }, (_, place) => createMember(place));
  const cached = createPromptCache(trunk, padToken, [...train, ...validation]);
  const stepsPerEpoch = Math.ceil(train.length / config.promptsPerBatch);
  const steps = stepsPerEpoch * passesOf(stepsPerEpoch, config.epochs);
  let done = 0;
  let finished = false;

  function createMember(place: number): Member {
    const top = initial.clone();
    top.addAdapters(config.lora, seedOf(config.seed, "lora", place));
    const head = createScalarHead(trunk.architecture.width, "zero");
    const learner = createLearner(`member-${place}`, variablesOf(top, head), {
      maxGradientNorm: config.maxGradientNorm,
      weightDecay: config.weightDecay,
    });
    const alone = config.members === 1;
    return {
      top,
      head,
      learner,
      prompts: alone ? train : bootstrapOf(train, createRandom(seedOf(config.seed, "bootstrap", place))),
      orderSeed: alone ? seedOf(config.seed, "reward") : seedOf(config.seed, "reward", place),
    };
  }

  /** Gradients of the K-wise loss of some prompts, and what the scores were. */
  function gradientsOf({ top, head, learner }: Member, prompts: readonly RankedPrompt[]) {
    const judged: JudgedPrompt[] = [];
    let loss = 0;
    let gradients: NamedTensorMap | null = null;
    for (const group of groupByRows(prompts)) {
      const { batch, hidden } = stackSequences(group.flatMap(cached), padToken, trunk.architecture.width);
      const result = lossGradients(
        learner.variables,
        () => scores(top, head, hidden, batch, "last"),
        (outputs) => {
          const gradient: number[] = [];
          let sum = 0;
          for (const { completions, pairs } of group) {
            const own = Array.from(outputs.subarray(gradient.length, gradient.length + completions.length));
            const lossOfPrompt = meanPairLoss(own, pairs);
            sum += lossOfPrompt.loss / prompts.length;
            gradient.push(...lossOfPrompt.gradient.map((slope) => slope / prompts.length));
            judged.push({ scores: own, lengths: completions.map(completionLength), pairs });
          }
          return { loss: sum, gradient };
        },
      );
      hidden.dispose();
      loss += result.loss;
      gradients = addGradients(gradients, result.gradients);
    }
    return { loss, gradients: gradients!, judged };
  }

  function step(): RewardStep {
    const learningRate = learningRateAt(config.schedule, config.learningRate, done, steps);
    const all: { judged: JudgedPrompt[]; prompts: RankedPrompt[]; loss: number; gradientNorm: number }[] = [];
    let fault: TrainingFault | null = null;
    for (const member of members) {
      const prompts = batchOfStep(member.prompts, member.orderSeed, done, config.promptsPerBatch);
      const { loss, gradients, judged } = gradientsOf(member, prompts);
      const { gradientNorm, applied } = member.learner.apply(gradients, learningRate);
      if (!applied) fault ??= findFault(member, prompts);
      all.push({ judged, prompts, loss, gradientNorm });
    }
    const metrics = rewardMetrics(
      all.flatMap(({ judged }) => judged),
      all.flatMap(({ prompts }) => prompts),
      {
        loss: mean(all.map(({ loss }) => loss)),
        epoch: (done + 1) / stepsPerEpoch,
        learning_rate: learningRate,
        grad_norm: Math.max(...all.map(({ gradientNorm }) => gradientNorm)),
      },
    );
    return { step: done++, metrics, fault };
  }

  /** The first of a batch's prompts whose score, or gradient by itself, is not finite. */
  function findFault(member: Member, prompts: readonly RankedPrompt[]): TrainingFault {
    for (const prompt of prompts) {
      const { gradients, judged } = gradientsOf(member, [prompt]);
      const finite = areFinite(gradients);
      tf.dispose(gradients);
      const at = judged[0]!.scores.findIndex((score) => !Number.isFinite(score));
      if (at >= 0) {
        const { tokens, promptLength } = prompt.completions[at]!;
        return { promptId: prompt.id, completion: tokens.slice(promptLength) };
      }
      if (!finite) return { promptId: prompt.id, completion: null };
    }
    return { promptId: null, completion: null };
  }

  function judge(model: Pick<RewardModel, "members">, prompts: readonly RankedPrompt[]): JudgedPrompt[] {
    const all = scoreSequences(model, prompts.flatMap(cached), padToken);
    let start = 0;
    return prompts.map(({ completions, pairs }) => {
      start += completions.length;
      return {
        scores: all.slice(start - completions.length, start),
        lengths: completions.map(completionLength),
        pairs,
      };
    });
  }

  function report(side: string, judged: readonly JudgedPrompt[]): PreferenceReport {
    return preferenceReport(judged, createRandom(seedOf(config.seed, "reward report", side)));
  }

  function finish(normalisationSet?: readonly Sequence[]): RewardResult {
    const references = normalisationSet ? cacheActivations(trunk, normalisationSet, padToken) : train.flatMap(cached);
    const centred = members.map(({ top, head }): RewardMember => {
      const centre = members.length === 1 ? 0 : mean(scoresByMember({ top, head }, references, padToken));
      return { top, head, centre };
    });
    const unscaled = { members: centred };
    const onTrain = judge(unscaled, train);
    const onValidation = judge(unscaled, validation);
    const trainReport = report("train", onTrain);
    const dead = reasonToReject(onTrain, trainReport);
    const held = onValidation.map(predictionsOf);
    const calibratable = held.length >= 2 && held.flat().length >= fewestForTemperature && !dead;
    const model: RewardModel = {
      members: centred,
      normalisation: dead ? { gain: 1, bias: 0 } : normalisationOn(unscaled, references, padToken),
      temperature: calibratable ? fitTemperature(held.flat()) : 1,
    };
    finished = true;
    return {
      model,
      references,
      train: trainReport,
      validation: onValidation.length === 0 ? null : report("validation", onValidation),
      calibrated: calibratable ? crossFittedCalibration(held) : null,
      ensembleDeviation: mean(estimateRewards(model, references, padToken).map(({ variance }) => Math.sqrt(variance))),
      dead,
    };
  }

  return {
    config,
    get progress() {
      return { step: done, steps };
    },
    step,
    state() {
      const state: TrainerState = { tensors: {}, values: { step: done, config: JSON.stringify(config) } };
      for (const { learner } of members) learner.exportTo(state);
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      for (const { learner } of members) learner.importFrom(state);
      done = Number(state.values.step);
    },
    finish,
    dispose() {
      for (const { learner } of members) learner.dispose();
      if (!finished) disposeRewardModel({ members: members.map((member) => ({ ...member, centre: 0 })) });
    },
  };
}

/** As many prompts, drawn with replacement (Efron 1979). */
function bootstrapOf(prompts: readonly RankedPrompt[], random: Random): RankedPrompt[] {
  return prompts.map(() => prompts[random.integer(prompts.length)]!);
}
