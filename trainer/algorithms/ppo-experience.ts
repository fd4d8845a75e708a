import { generalisedAdvantages } from "../math/gae.ts";
import { scoreOrPenalty, tokenRewards } from "../math/ppo-objective.ts";
import { whitenRows } from "../math/whitening.ts";
import { type ScalarHead, scores, tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import type { PpoConfig } from "./ppo-config.ts";
import { type RewardModel, scoreSequences } from "./reward-model.ts";
import type { Rollout } from "./rollout.ts";

/** One sampled completion with all that PPO learns from; arrays have one entry per completion token. */
export interface Episode extends Rollout {
  /** Under the policy that sampled, from the training path, at the sampling temperature. */
  logProbs: Float32Array;
  referenceLogProbs: Float32Array;
  /** Of the sampling distribution, nats. */
  entropy: Float32Array;
  /** Value model's estimate before each token. */
  values: Float32Array;
  /** Normalised reward of the whole completion. */
  modelScore: number;
  /** The same after the missing-EOS rule. */
  score: number;
  /** −β·(log π − log reference), plus the score at the last token. */
  rewards: number[];
  advantages: number[];
  returns: number[];
}

/** A NaN or infinity, where it was first met. */
export interface NumericalFault {
  what: "log-probability" | "value" | "score" | "gradient";
  /** The offending completion; null for a gradient, to which the whole minibatch contributed. */
  promptId: string | null;
  completion: readonly number[] | null;
}

/** Splits a flat vector over completion tokens into one row per sequence. */
function rowsOf(flat: Float32Array, offsets: Int32Array): Float32Array[] {
  return Array.from({ length: offsets.length - 1 }, (_, row) => flat.slice(offsets[row], offsets[row + 1]));
}

/** Log-probabilities, entropies, values and scores of rollouts, without gradients, a minibatch at a time. */
export function assess(
  rollouts: readonly Rollout[],
  models: { policy: Top; reference: Top; value: Top; valueHead: ScalarHead; reward: RewardModel; padToken: number },
  config: Pick<PpoConfig, "temperature" | "missingEosScore" | "batchSize" | "minibatches">,
): Episode[] {
  const { policy, reference, value, valueHead, reward, padToken } = models;
  const { temperature } = config;
  const rawScores = scoreSequences(reward, rollouts, padToken);
  const chunk = Math.ceil(config.batchSize / config.minibatches);
  const episodes: Episode[] = [];
  for (let start = 0; start < rollouts.length; start += chunk) {
    const members = rollouts.slice(start, start + chunk);
    const { batch, hidden } = stackSequences(members, padToken, policy.trunk.architecture.width);
    const rowsFrom = (vector: () => Float32Array) => rowsOf(tf.tidy(vector), batch.offsets);
    let entropy: Float32Array[] = [];
    const logProbs = rowsFrom(() => {
      const output = tokenLogProbs(policy, hidden, batch, { temperature, entropy: true });
      entropy = rowsOf(output.entropy!.dataSync<"float32">(), batch.offsets);
      return output.logProbs.dataSync<"float32">();
    });
    const referenceLogProbs = rowsFrom(() =>
      tokenLogProbs(reference, hidden, batch, { temperature }).logProbs.dataSync<"float32">(),
    );
    const values = rowsFrom(() => scores(value, valueHead, hidden, batch, "completion").dataSync<"float32">());
    hidden.dispose();
    for (const [row, rollout] of members.entries()) {
      const modelScore = reward.normalisation.gain * rawScores[start + row]! + reward.normalisation.bias;
      episodes.push({
        ...rollout,
        logProbs: logProbs[row]!,
        referenceLogProbs: referenceLogProbs[row]!,
        entropy: entropy[row]!,
        values: values[row]!,
        modelScore,
        score: scoreOrPenalty(modelScore, rollout.ended, config.missingEosScore),
        rewards: [],
        advantages: [],
        returns: [],
      });
    }
  }
  return episodes;
}

/** The first completion with a number that is not finite, or null. */
export function findFault(episodes: readonly Episode[]): NumericalFault | null {
  const finite = (numbers: Float32Array) => numbers.every(Number.isFinite);
  for (const { promptId, completion, logProbs, referenceLogProbs, values, modelScore } of episodes) {
    const what =
      !finite(logProbs) || !finite(referenceLogProbs)
        ? "log-probability"
        : !finite(values)
          ? "value"
          : Number.isFinite(modelScore)
            ? null
            : "score";
    if (what) return { what, promptId, completion };
  }
  return null;
}

/** Fills in rewards, advantages (whitened over all tokens of the batch) and returns. */
export function estimateAdvantages(
  episodes: readonly Episode[],
  klCoefficient: number,
  config: Pick<PpoConfig, "gamma" | "lambda" | "whitenRewards">,
): void {
  const rewards = episodes.map(({ score, logProbs, referenceLogProbs }) =>
    tokenRewards(score, klCoefficient, logProbs, referenceLogProbs),
  );
  const scaled = config.whitenRewards ? whitenRows(rewards, false) : rewards;
  const estimates = episodes.map(({ values }, row) =>
    generalisedAdvantages(scaled[row]!, values, config.gamma, config.lambda),
  );
  const advantages = whitenRows(
    estimates.map((estimate) => estimate.advantages),
    true,
  );
  for (const [row, episode] of episodes.entries()) {
    episode.rewards = rewards[row]!;
    episode.advantages = advantages[row]!;
    episode.returns = estimates[row]!.returns;
  }
}
