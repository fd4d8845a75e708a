/**
 * PPO's clipped surrogate for one token (Schulman et al. 2017, arXiv:1707.06347, eq. 7), as a loss:
 * max(−A·ratio, −A·clip(ratio, 1 ± ε)).
 *
 * @param ratio π_new / π_old of the sampled token
 * @param clipRange ε
 * @returns loss; gradient by the ratio; whether the clipped side was the larger (what the clip fraction counts)
 */
export function clippedPolicyLoss(
  ratio: number,
  advantage: number,
  clipRange: number,
): { loss: number; gradient: number; clipped: boolean } {
  const plain = -advantage * ratio;
  const limited = -advantage * Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange);
  const clipped = limited > plain;
  return { loss: clipped ? limited : plain, gradient: clipped ? 0 : -advantage, clipped };
}

/**
 * Value loss for one token, clipped around the value at sampling time: ½·max((v − R)², (clip(v, v_old ± ε) − R)²)
 * (Huang et al., "The N Implementation Details of RLHF with PPO", detail P10).
 *
 * @returns loss; gradient by the new value; whether the clipped side was the larger
 */
export function clippedValueLoss(
  value: number,
  oldValue: number,
  target: number,
  clipRange: number,
): { loss: number; gradient: number; clipped: boolean } {
  const limited = Math.min(Math.max(value, oldValue - clipRange), oldValue + clipRange);
  const plainLoss = (value - target) ** 2 / 2;
  const limitedLoss = (limited - target) ** 2 / 2;
  const clipped = limitedLoss > plainLoss;
  return {
    loss: clipped ? limitedLoss : plainLoss,
    gradient: clipped ? 0 : value - target,
    clipped,
  };
}

/**
 * Reward of each token of a completion: −β·(log π − log reference) everywhere, plus the score at the last token
 * (Ziegler et al. 2019, eq. 2; InstructGPT, eq. 2 without pre-training mix).
 *
 * @param coefficient β ≥ 0
 * @param policy log-probabilities of the sampled tokens under the policy that sampled them, nats
 * @param reference the same tokens under the reference
 */
export function tokenRewards(
  score: number,
  coefficient: number,
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
): number[] {
  const rewards = Array.from(policy, (logProbability, token) => -coefficient * (logProbability - reference[token]!));
  rewards[rewards.length - 1]! += score;
  return rewards;
}

/**
 * The score that PPO uses for a completion: the reward model's where the model ended its text by itself, else the
 * penalty in its place (Huang et al. 2024, arXiv:2403.17031, detail 23.3; TRL subtracts instead).
 */
export function scoreOrPenalty(score: number, ended: boolean, missingEndPenalty: number | null): number {
  return ended || missingEndPenalty === null ? score : missingEndPenalty;
}
