import { klEstimates } from "../math/kl.ts";
import { scoreOrPenalty } from "../math/ppo-objective.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import type { Alarm } from "./alarm.ts";
import { estimateRewards, type RewardModel } from "./reward-model.ts";
import type { Rollout } from "./rollout.ts";

/** One sampled completion and what the models say of it; arrays have one entry per completion token. */
export interface Episode extends Rollout {
  /** Under the policy that sampled, from the training path, at the sampling temperature. */
  logProbs: Float32Array;
  referenceLogProbs: Float32Array;
  /** Of the sampling distribution, nats. */
  entropy: Float32Array;
  /** Normalised reward of the whole completion, less the penalty on what the ensemble is unsure of. */
  modelScore: number;
  /** Deviation of the ensemble's members about this completion, normalised units. */
  rewardDeviation: number;
  /** The same after the missing-EOS rule. */
  score: number;
}

/** A NaN or infinity, where it was first met. */
export interface NumericalFault {
  what: "log-probability" | "value" | "score" | "gradient";
  /** The offending completion; null for a gradient that is not finite for the minibatch as a whole alone. */
  promptId: string | null;
  completion: readonly number[] | null;
}

/** A fault as an alarm. */
export function faultAlarm({ what, promptId, completion }: NumericalFault): Alarm {
  return {
    kind: "not_finite",
    message: `A ${what} was not finite: the update was left out from there on, the weights are those of the last good step.`,
    causes: [
      "the learning rate is too high: divide it by three",
      "the KL penalty is too low, and the policy left the reference",
      "the reward model's scores are extreme: look at its gate",
    ],
    promptId,
    completion,
  };
}

/** Splits a flat vector over completion tokens into one row per sequence. */
export function rowsOf(flat: Float32Array, offsets: Int32Array): Float32Array[] {
  return Array.from({ length: offsets.length - 1 }, (_, row) => flat.slice(offsets[row], offsets[row + 1]));
}

/**
 * Log-probabilities, entropies and scores of rollouts, without gradients.
 *
 * @param options.chunk sequences per forward pass
 * @param options.missingEosScore normalised score of a completion that did not end; null keeps the reward model's
 * @param options.rewardUncertaintyPenalty λ: the score is the ensemble's mean − λ·variance (Coste et al. 2023,
 *   arXiv:2310.02743, eq. 4)
 */
export function assess(
  rollouts: readonly Rollout[],
  { policy, reference, reward, padToken }: { policy: Top; reference: Top; reward: RewardModel; padToken: number },
  {
    temperature,
    missingEosScore,
    rewardUncertaintyPenalty,
    chunk,
  }: { temperature: number; missingEosScore: number | null; rewardUncertaintyPenalty: number; chunk: number },
): Episode[] {
  const estimates = estimateRewards(reward, rollouts, padToken);
  const episodes: Episode[] = [];
  for (let start = 0; start < rollouts.length; start += chunk) {
    const members = rollouts.slice(start, start + chunk);
    const { batch, hidden } = stackSequences(members, padToken, policy.trunk.architecture.width);
    const [logProbs, entropy, referenceLogProbs] = tf
      .tidy(() => {
        const own = tokenLogProbs(policy, hidden, batch, { temperature, entropy: true });
        const other = tokenLogProbs(reference, hidden, batch, { temperature });
        return [own.logProbs, own.entropy!, other.logProbs];
      })
      .map((vector) => {
        const rows = rowsOf(vector.dataSync<"float32">(), batch.offsets);
        vector.dispose();
        return rows;
      }) as [Float32Array[], Float32Array[], Float32Array[]];
    hidden.dispose();
    for (const [row, rollout] of members.entries()) {
      const { reward: mean, variance } = estimates[start + row]!;
      const modelScore = mean - rewardUncertaintyPenalty * variance;
      episodes.push({
        ...rollout,
        logProbs: logProbs[row]!,
        referenceLogProbs: referenceLogProbs[row]!,
        entropy: entropy[row]!,
        modelScore,
        rewardDeviation: Math.sqrt(variance),
        score: scoreOrPenalty(modelScore, rollout.ended, missingEosScore),
      });
    }
  }
  return episodes;
}

/** KL of a completion to the reference, summed over its tokens: k1 and k3, nats. */
export function completionKl({ logProbs, referenceLogProbs }: Pick<Episode, "logProbs" | "referenceLogProbs">): {
  k1: number;
  k3: number;
} {
  const total = { k1: 0, k3: 0 };
  for (const [token, logProb] of logProbs.entries()) {
    const { k1, k3 } = klEstimates(logProb, referenceLogProbs[token]!);
    total.k1 += k1;
    total.k3 += k3;
  }
  return total;
}

/** log π − log reference of each token. */
export function logRatios({ logProbs, referenceLogProbs }: Episode): number[] {
  return Array.from(logProbs, (logProb, token) => logProb - referenceLogProbs[token]!);
}

/** The first completion with a log-probability, value or score that is not finite, or null. */
export function findFault(episodes: readonly (Episode & { values?: Float32Array })[]): NumericalFault | null {
  const finite = (numbers: Float32Array | undefined) => !numbers || numbers.every(Number.isFinite);
  for (const { promptId, completion, logProbs, referenceLogProbs, values, modelScore } of episodes) {
    const at = { promptId, completion };
    if (!finite(logProbs) || !finite(referenceLogProbs)) return { what: "log-probability", ...at };
    if (!finite(values)) return { what: "value", ...at };
    if (!Number.isFinite(modelScore)) return { what: "score", ...at };
  }
  return null;
}
