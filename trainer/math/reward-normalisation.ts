import { mean, variance } from "./statistics.ts";

/** Turns a raw reward into a normalised one: gain · raw + bias. Kept with the reward model. */
export type RewardNormalisation = { gain: number; bias: number };

/**
 * Gain and bias that give the scores of a reference set mean 0 and standard deviation 1 (population), as Ziegler et al.
 * 2019 (section 2.1) do before PPO: gain = σ_target / σ, bias = μ_target − gain · μ.
 *
 * @param scores raw rewards of the reference set; their standard deviation must not be 0
 */
export function fitNormalisation(scores: ArrayLike<number>): RewardNormalisation {
  const gain = 1 / Math.sqrt(variance(scores));
  return { gain, bias: -gain * mean(scores) };
}
