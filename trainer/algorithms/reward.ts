import { meanPairLoss, pairAgreement } from "../math/bradley-terry.ts";
import { type JudgedPrompt, type PreferenceReport, preferenceReport } from "../math/preference-report.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { learningRateAt, type Schedule } from "../math/schedule.ts";
import { mean, standardDeviation } from "../math/statistics.ts";
import type { Sequence } from "../models/batch.ts";
import { createScalarHead, scores } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import type { NamedTensorMap } from "../tensor/backend.ts";
import { addGradients } from "../tensor/gradients.ts";
import { cacheActivations, stackSequences } from "./activations.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import {
  batchOfStep,
  completionLength,
  createPromptCache,
  groupByRows,
  type RankedPrompt,
  tokensOf,
} from "./ranked-prompt.ts";
import { normalisationOn, type RewardModel, scoreSequences, variablesOf } from "./reward-model.ts";

/** Settings of reward-model training. Those that an admin sets have the same names in lib/rounds/settings.ts. */
export interface RewardConfig {
  /** Every draw derives from it. */
  seed: number;
  /** Adam's peak step. */
  learningRate: number;
  /** Passes over the comparisons; InstructGPT found more than one to overfit at 33k prompts, a few suit hundreds. */
  epochs: number;
  /** Prompts per optimiser step; all comparisons of a prompt stay together. */
  promptsPerBatch: number;
  /** Course of the learning rate over all steps. */
  schedule: Schedule;
  /** Decoupled weight decay of matrices. */
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 turns it off. */
  maxGradientNorm: number;
}

export const rewardDefaults: RewardConfig = {
  seed: 1,
  learningRate: 5e-4,
  epochs: 3,
  promptsPerBatch: 8,
  schedule: { kind: "cosine", warmupSteps: 2, finalFraction: 0.1 },
  weightDecay: 0.01,
  maxGradientNorm: 1,
};

/** Metrics of one step, under TRL's names where TRL has one. Rewards are raw scores. */
export interface RewardMetrics {
  /** Passes over the data so far. */
  epoch: number;
  /** Mean over prompts of the mean pair loss, nats: K-wise loss of InstructGPT. */
  loss: number;
  /** Share of judgements agreed with; a judged tie counts ½. */
  accuracy: number;
  /** Mean score difference of better and worse, ties left out; 0 where all are ties. */
  margin: number;
  min_reward: number;
  mean_reward: number;
  max_reward: number;
  /** Tokens of this batch. */
  num_tokens: number;
  learning_rate: number;
  grad_norm: number;
}

export interface RewardStep {
  /** From 0. */
  step: number;
  metrics: RewardMetrics;
  /** True where a gradient was not finite: the step was skipped, the weights are as before. */
  skipped: boolean;
}

export interface RewardResult {
  /** With its normalisation. The caller owns it from here. */
  model: RewardModel;
  train: PreferenceReport;
  /** Null without validation prompts. */
  validation: PreferenceReport | null;
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
  /** Reports on both sides and normalises on `normalisationSet`, or on the training completions where it is absent. */
  finish(normalisationSet?: readonly Sequence[]): RewardResult;
  /** Frees the optimiser; before `finish`, the model too. */
  dispose(): void;
}

/**
 * Trains a reward model on rankings: a copy of the reference's top blocks with a scalar head, and InstructGPT's loss
 * −1/C(K,2)·Σ log σ(r_better − r_worse), all pairs of a prompt in one batch element, one forward pass per completion
 * (arXiv:2203.02155, section 3.5). Ties and strengths enter as soft labels. The trunk runs once per completion; its activations
 * are kept in memory over the epochs (4 bytes × width per token).
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
  const { width } = trunk.architecture;
  const top = initial.clone();
  const head = createScalarHead(width, "zero");
  const learner = createLearner("reward", variablesOf(top, head), {
    maxGradientNorm: config.maxGradientNorm,
    weightDecay: config.weightDecay,
  });
  const cached = createPromptCache(trunk, padToken);
  const stepsPerEpoch = Math.ceil(train.length / config.promptsPerBatch);
  const steps = stepsPerEpoch * config.epochs;
  let done = 0;
  let finished = false;

  function step(): RewardStep {
    const prompts = batchOfStep(train, seedOf(config.seed, "reward"), done, config.promptsPerBatch);
    const judged: JudgedPrompt[] = [];
    let loss = 0;
    let gradients: NamedTensorMap | null = null;
    for (const group of groupByRows(prompts)) {
      const { batch, hidden } = stackSequences(group.flatMap(cached), padToken, width);
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
    const learningRate = learningRateAt(config.schedule, config.learningRate, done, steps);
    const { gradientNorm, applied } = learner.apply(gradients!, learningRate);
    const metrics = metricsOf(judged, prompts, {
      loss,
      epoch: (done + 1) / stepsPerEpoch,
      learning_rate: learningRate,
      grad_norm: gradientNorm,
    });
    return { step: done++, metrics, skipped: !applied };
  }

  function judge(prompts: readonly RankedPrompt[]): JudgedPrompt[] {
    const all = scoreSequences({ top, head }, prompts.flatMap(cached), padToken);
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

  return {
    config,
    get progress() {
      return { step: done, steps };
    },
    step,
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
    finish(normalisationSet) {
      const judged = judge(train);
      const trainReport = report("train", judged);
      const dead = reasonToReject(
        judged.flatMap((prompt) => prompt.scores),
        trainReport,
      );
      const set = normalisationSet ? cacheActivations(trunk, normalisationSet, padToken) : train.flatMap(cached);
      finished = true;
      return {
        model: {
          top,
          head,
          normalisation: dead ? { gain: 1, bias: 0 } : normalisationOn({ top, head }, set, padToken),
        },
        train: trainReport,
        validation: validation.length === 0 ? null : report("validation", judge(validation)),
        dead,
      };
    },
    dispose() {
      learner.dispose();
      if (finished) return;
      top.dispose();
      head.dispose();
    },
  };
}

function metricsOf(
  judged: readonly JudgedPrompt[],
  prompts: readonly RankedPrompt[],
  known: Pick<RewardMetrics, "loss" | "epoch" | "learning_rate" | "grad_norm">,
): RewardMetrics {
  const rewards = judged.flatMap((prompt) => prompt.scores);
  const differences = judged.flatMap(({ scores: own, pairs }) =>
    pairs.map(({ better, worse, target }) => ({ difference: own[better]! - own[worse]!, target })),
  );
  const decided = differences.filter(({ target }) => target !== 0.5);
  return {
    ...known,
    accuracy: mean(differences.map(({ difference, target }) => pairAgreement(difference, target))),
    margin:
      decided.length === 0 ? 0 : mean(decided.map(({ difference, target }) => difference * Math.sign(target - 0.5))),
    min_reward: Math.min(...rewards),
    mean_reward: mean(rewards),
    max_reward: Math.max(...rewards),
    num_tokens: tokensOf(prompts),
  };
}

/**
 * A collapsed reward model gives everything the same score; counted carelessly it looks perfectly accurate. One that has
 * learned nothing orders its own training data no better than a coin toss. A log-loss above ln 2 is not enough to say so:
 * scores of the wrong scale have it too, although they put the answers in the right order.
 */
function reasonToReject(rewards: readonly number[], train: PreferenceReport): string | null {
  if (!rewards.every(Number.isFinite)) return "The reward model gives scores that are not finite.";
  const deviation = standardDeviation(rewards);
  if (deviation < 1e-3)
    return `The reward model gives every completion the same score (deviation ${deviation.toExponential(1)}).`;
  if (train.logLoss >= Math.LN2 && train.accuracyInterval.lower <= 0.5) {
    return `The reward model has learned nothing: on its own training comparisons its log-loss is ${train.logLoss.toFixed(3)}, where a coin toss has ${Math.LN2.toFixed(3)}, and its accuracy ${(100 * train.accuracy).toFixed(0)} %.`;
  }
  return null;
}
