import { fitNormalisation, type RewardNormalisation } from "../math/reward-normalisation.ts";
import { type ScalarHead, scoreName, scores } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf, type Variable } from "../tensor/backend.ts";
import { type CachedSequence, stackSequences } from "./activations.ts";

/**
 * A reward model: top blocks and a scalar head on the shared trunk. The reward is read at a completion's last token,
 * which is the end-of-text token where the completion is finished.
 */
export interface RewardModel {
  top: Top;
  head: ScalarHead;
  /** Raw score → mean 0, deviation 1 on the reference set. Ranking metrics use raw scores, PPO normalised ones. */
  normalisation: RewardNormalisation;
}

/** Sequences per forward pass without gradient. */
const SEQUENCES_PER_FORWARD = 16;

/** Top and head as one set of variables, by name: what one optimiser trains. */
export function variablesOf(top: Top, head: ScalarHead): ReadonlyMap<string, Variable> {
  return new Map([...top.variables, [scoreName, head.weight]]);
}

/** Raw scores of finished sequences, in their order. */
export function scoreSequences(
  model: Pick<RewardModel, "top" | "head">,
  sequences: readonly CachedSequence[],
  padToken: number,
): number[] {
  const { width } = model.top.trunk.architecture;
  const result: number[] = [];
  for (let start = 0; start < sequences.length; start += SEQUENCES_PER_FORWARD) {
    const values = tf.tidy(() => {
      const { batch, hidden } = stackSequences(sequences.slice(start, start + SEQUENCES_PER_FORWARD), padToken, width);
      return scores(model.top, model.head, hidden, batch, "last").dataSync();
    });
    result.push(...values);
  }
  return result;
}

/** Gain and bias that give these sequences mean reward 0 and deviation 1. Throws where all score the same. */
export function normalisationOn(
  model: Pick<RewardModel, "top" | "head">,
  sequences: readonly CachedSequence[],
  padToken: number,
): RewardNormalisation {
  const normalisation = fitNormalisation(scoreSequences(model, sequences, padToken));
  if (!Number.isFinite(normalisation.gain)) throw new Error("The reward model gives every completion the same score.");
  return normalisation;
}
