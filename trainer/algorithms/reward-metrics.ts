import { pairAgreement } from "../math/bradley-terry.ts";
import type { JudgedPrompt, PreferenceReport } from "../math/preference-report.ts";
import { mean, standardDeviation } from "../math/statistics.ts";
import type { Alarm } from "./alarm.ts";
import { type RankedPrompt, tokensOf } from "./ranked-prompt.ts";
import type { TrainingFault } from "./training-fault.ts";

/** Metrics of one step, under TRL's names where TRL has one; over all members. Rewards are raw scores. */
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
  /** Largest of the members' before clipping. */
  grad_norm: number;
}

export function rewardFaultAlarm({ promptId, completion }: TrainingFault): Alarm {
  return {
    kind: "not_finite",
    message:
      "A score or gradient of the reward model was not finite: the step was left out, the weights are as before.",
    causes: [
      "the learning rate is too high: divide it by three",
      "an answer is unlike all others: look at it",
      "the base model gives numbers that are not finite in bfloat16",
    ],
    promptId,
    completion,
  };
}

/** @param reason from `reasonToReject` */
export function deadRewardAlarm(reason: string): Alarm {
  return {
    kind: "reward_dead",
    message: reason,
    causes: [
      "the learning rate is too high, and the model collapsed: divide it by three",
      "the rankings contradict each other: look at agreement and guidelines",
      "there are too few rankings, or nearly all are ties",
    ],
    promptId: null,
    completion: null,
  };
}

/** Metrics of a step from what its prompts' completions scored. */
export function rewardMetrics(
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
 * A collapsed reward model gives all completions of a prompt the same score; counted carelessly it looks perfectly accurate. One that has
 * learned nothing orders its own training data no better than a coin toss. A log-loss above ln 2 is not enough to say so:
 * scores of the wrong scale have it too, although they put the answers in the right order.
 */
export function reasonToReject(judged: readonly JudgedPrompt[], train: PreferenceReport): string | null {
  if (!judged.every((prompt) => prompt.scores.every(Number.isFinite))) {
    return "The reward model gives scores that are not finite.";
  }
  const deviation = standardDeviation(judged.flatMap(({ scores: own }) => own.map((score) => score - mean(own))));
  if (deviation < 1e-3)
    return `The reward model gives all completions of a prompt the same score (deviation ${deviation.toExponential(1)}).`;
  if (train.logLoss >= Math.LN2 && train.accuracyInterval.lower <= 0.5) {
    return `The reward model has learned nothing: on its own training comparisons its log-loss is ${train.logLoss.toFixed(3)}, where a coin toss has ${Math.LN2.toFixed(3)}, and its accuracy ${(100 * train.accuracy).toFixed(0)} %.`;
  }
  return null;
}
