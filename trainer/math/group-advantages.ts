import { mean, standardDeviation } from "./statistics.ts";

/**
 * REINFORCE leave-one-out: each reward minus the mean of the others of its prompt (Ahmadian et al. 2024,
 * arXiv:2402.14740, eq. 8).
 *
 * @param rewards of the completions of one prompt, at least two
 */
export function leaveOneOutAdvantages(rewards: ArrayLike<number>): number[] {
  const count = rewards.length;
  const average = mean(rewards);
  return Array.from(rewards, (reward) => ((reward - average) * count) / (count - 1));
}

/**
 * GRPO: rewards of one prompt's completions standardised within the group (Shao et al. 2024, arXiv:2402.03300,
 * section 4.1), by the sample standard deviation + 1e-4. `scale: false` leaves the division out, as Dr. GRPO does
 * (Liu et al. 2025, arXiv:2503.20783).
 */
export function groupRelativeAdvantages(rewards: ArrayLike<number>, scale = true): number[] {
  const average = mean(rewards);
  const divisor = scale ? standardDeviation(rewards) + 1e-4 : 1;
  return Array.from(rewards, (reward) => (reward - average) / divisor);
}
