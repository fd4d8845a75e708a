import { generalisedAdvantages } from "../math/gae.ts";
import { tokenRewards } from "../math/ppo-objective.ts";
import { explainedVariance, mean } from "../math/statistics.ts";
import { whitenRows } from "../math/whitening.ts";
import { type ScalarHead, scores } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";
import { stackSequences } from "./activations.ts";
import { type Episode, rowsOf } from "./episode.ts";
import type { PpoConfig } from "./ppo-config.ts";

/** An episode with what the value model and the advantage estimate add to it, per completion token. */
export interface PpoEpisode extends Episode {
  /** Value model's estimate before each token, at sampling time. */
  values: Float32Array;
  /** Whitened over all tokens of the update, unless the configuration says otherwise. */
  advantages: number[];
  returns: number[];
}

/** What one minibatch showed of the value model. */
export interface ValueStatistics {
  loss: number;
  /** Share of tokens at which the value loss was clipped. */
  clipped: number;
  gradientNorm: number;
}

/** Metrics of the value model. */
export interface ValueMetrics {
  "loss/value_avg": number;
  "val/clipfrac_avg": number;
  /** Share of the returns' variance that the values at sampling time explain; 0 where returns are constant. */
  "val/explained_variance": number;
  /** Largest before clipping. */
  "val/grad_norm": number;
}

/**
 * Values, rewards with the KL penalty, advantages and returns of assessed episodes.
 *
 * @param klCoefficient β
 */
export function estimateAdvantages(
  episodes: readonly Episode[],
  { value, valueHead, padToken }: { value: Top; valueHead: ScalarHead; padToken: number },
  klCoefficient: number,
  { gamma, lambda, whitenRewards, whitenAdvantages, batchSize, minibatches }: PpoConfig,
): PpoEpisode[] {
  const chunk = Math.ceil(batchSize / minibatches);
  const values: Float32Array[] = [];
  for (let start = 0; start < episodes.length; start += chunk) {
    const members = episodes.slice(start, start + chunk);
    const { batch, hidden } = stackSequences(members, padToken, value.trunk.architecture.width);
    const flat = tf.tidy(() => scores(value, valueHead, hidden, batch, "completion"));
    values.push(...rowsOf(flat.dataSync<"float32">(), batch.offsets));
    tf.dispose([flat, hidden]);
  }
  const rewards = episodes.map(({ score, logProbs, referenceLogProbs }) =>
    tokenRewards(score, klCoefficient, logProbs, referenceLogProbs),
  );
  const scaled = whitenRewards ? whitenRows(rewards, false) : rewards;
  const estimates = values.map((row, place) => generalisedAdvantages(scaled[place]!, row, gamma, lambda));
  const estimated = estimates.map((estimate) => estimate.advantages);
  const advantages = whitenAdvantages ? whitenRows(estimated, true) : estimated;
  return episodes.map((episode, place) => ({
    ...episode,
    values: values[place]!,
    advantages: advantages[place]!,
    returns: estimates[place]!.returns,
  }));
}

export function valueMetrics(episodes: readonly PpoEpisode[], minibatches: readonly ValueStatistics[]): ValueMetrics {
  const explained = explainedVariance(
    episodes.flatMap(({ values }) => Array.from(values)),
    episodes.flatMap(({ returns }) => returns),
  );
  const average = (of: (minibatch: ValueStatistics) => number) =>
    minibatches.length === 0 ? 0 : mean(minibatches.map(of));
  return {
    "loss/value_avg": average(({ loss }) => loss),
    "val/clipfrac_avg": average(({ clipped }) => clipped),
    "val/explained_variance": Number.isFinite(explained) ? explained : 0,
    "val/grad_norm": minibatches.reduce((largest, { gradientNorm }) => Math.max(largest, gradientNorm), 0),
  };
}
