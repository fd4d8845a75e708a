/**
 * Generalised advantage estimation (Schulman et al. 2016, arXiv:1506.02438, eq. 16) over one finished episode:
 * δ_t = r_t + γ·V_{t+1} − V_t and A_t = Σ_l (γλ)^l δ_{t+l}, with V = 0 after the last step.
 *
 * @param rewards reward received after each step, length T
 * @param values value estimate before each step, length T
 * @param gamma γ in [0, 1]; 1 for text, where an episode is one completion
 * @param lambda λ in [0, 1]; 0 gives the one-step error, 1 the Monte Carlo return minus the value
 * @returns advantages A_t and returns A_t + V_t, both of length T
 */
export function generalisedAdvantages(
  rewards: ArrayLike<number>,
  values: ArrayLike<number>,
  gamma: number,
  lambda: number,
): { advantages: number[]; returns: number[] } {
  const length = rewards.length;
  const advantages = new Array<number>(length);
  const returns = new Array<number>(length);
  let advantage = 0;
  for (let step = length - 1; step >= 0; step--) {
    const nextValue = step + 1 < length ? values[step + 1]! : 0;
    const temporalDifference = rewards[step]! + gamma * nextValue - values[step]!;
    advantage = temporalDifference + gamma * lambda * advantage;
    advantages[step] = advantage;
    returns[step] = advantage + values[step]!;
  }
  return { advantages, returns };
}
