import { fitNormalisation, type RewardNormalisation } from "../math/reward-normalisation.ts";
import { mean, variance } from "../math/statistics.ts";
import { type ScalarHead, scoreName, scores } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf, type Variable } from "../tensor/backend.ts";
import { type CachedSequence, stackSequences } from "./activations.ts";

/** One of an ensemble: its own top blocks and scalar head on the shared trunk. */
export interface RewardMember {
  top: Top;
  head: ScalarHead;
  /**
   * Its mean raw score on the reference set, taken off each score: comparisons say nothing about a member's level, so
   * only centred scores of two members can be compared. 0 where it stands alone.
   */
  centre: number;
}

/**
 * A reward model: an ensemble of one or more members. A reward is read at a completion's last token, which is the
 * end-of-text token where the completion is finished. The raw score is the mean of the members' centred scores.
 */
export interface RewardModel {
  members: readonly RewardMember[];
  /** Raw score → mean 0, deviation 1 on the reference set. Ranking metrics use raw scores, PPO normalised ones. */
  normalisation: RewardNormalisation;
  /** P(a preferred to b) = σ((raw score of a − raw score of b) / temperature), fitted on held-out comparisons; 1 where there were too few. */
  temperature: number;
}

/** What an ensemble says of one completion, in normalised units. */
export interface RewardEstimate {
  reward: number;
  /** Of the members' rewards (population); 0 for a single member. */
  variance: number;
}

/** Sequences per forward pass without gradient. */
const SEQUENCES_PER_FORWARD = 16;

/** A reward model of one member, on scores as they are. */
export function singleMember(top: Top, head: ScalarHead): RewardModel {
  return { members: [{ top, head, centre: 0 }], normalisation: { gain: 1, bias: 0 }, temperature: 1 };
}

/** Top and head as one set of variables, by name: what one optimiser trains. */
export function variablesOf(top: Top, head: ScalarHead): ReadonlyMap<string, Variable> {
  return new Map([...top.variables, [scoreName, head.weight]]);
}

/** Raw scores of finished sequences by one member alone, not centred, in their order. */
export function scoresByMember(
  { top, head }: Pick<RewardMember, "top" | "head">,
  sequences: readonly CachedSequence[],
  padToken: number,
): number[] {
  const { width } = top.trunk.architecture;
  const result: number[] = [];
  for (let start = 0; start < sequences.length; start += SEQUENCES_PER_FORWARD) {
    const values = tf.tidy(() => {
      const { batch, hidden } = stackSequences(sequences.slice(start, start + SEQUENCES_PER_FORWARD), padToken, width);
      return scores(top, head, hidden, batch, "last").dataSync();
    });
    result.push(...values);
  }
  return result;
}

/** Raw scores of finished sequences: means over the members. */
export function scoreSequences(
  { members }: Pick<RewardModel, "members">,
  sequences: readonly CachedSequence[],
  padToken: number,
): number[] {
  return centredScores(members, sequences, padToken).map(mean);
}

/** Normalised rewards of finished sequences, and how far the members disagree about each. */
export function estimateRewards(
  { members, normalisation: { gain, bias } }: Pick<RewardModel, "members" | "normalisation">,
  sequences: readonly CachedSequence[],
  padToken: number,
): RewardEstimate[] {
  return centredScores(members, sequences, padToken).map((own) => ({
    reward: gain * mean(own) + bias,
    variance: gain ** 2 * variance(own),
  }));
}

/** Each sequence's centred score by each member. */
function centredScores(
  members: readonly RewardMember[],
  sequences: readonly CachedSequence[],
  padToken: number,
): number[][] {
  const byMember = members.map((member) => scoresByMember(member, sequences, padToken));
  return sequences.map((_, place) => members.map(({ centre }, member) => byMember[member]![place]! - centre));
}

/** Gain and bias that give these sequences mean reward 0 and deviation 1. Throws where all score the same. */
export function normalisationOn(
  model: Pick<RewardModel, "members">,
  sequences: readonly CachedSequence[],
  padToken: number,
): RewardNormalisation {
  const normalisation = fitNormalisation(scoreSequences(model, sequences, padToken));
  if (!Number.isFinite(normalisation.gain)) throw new Error("The reward model gives every completion the same score.");
  return normalisation;
}

export function disposeRewardModel({ members }: Pick<RewardModel, "members">): void {
  for (const { top, head } of members) {
    top.dispose();
    head.dispose();
  }
}
