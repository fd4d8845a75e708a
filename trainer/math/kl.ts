/** Log-ratios beyond this are clamped before exponentiation, so that one absurd token cannot overflow an estimate. */
const LOG_RATIO_LIMIT = 20;

/**
 * Schulman's estimators of KL(π ‖ reference) from one token sampled from π ("Approximating KL Divergence", 2020), with
 * d = log π − log reference: k1 = d, k2 = d²/2, k3 = exp(−d) − 1 + d. k1 and k3 are unbiased; k3 has little variance
 * and is never negative. k3 uses expm1, because exp(−d) − 1 cancels where the two policies are nearly equal.
 *
 * @param policy log-probability of the sampled token under π, nats
 * @param reference its log-probability under the reference, nats
 */
export function klEstimates(policy: number, reference: number): { k1: number; k2: number; k3: number } {
  const difference = policy - reference;
  const clamped = Math.min(Math.max(difference, -LOG_RATIO_LIMIT), LOG_RATIO_LIMIT);
  return { k1: difference, k2: difference ** 2 / 2, k3: Math.expm1(-clamped) + clamped };
}

/** KL(p ‖ q) of two categorical distributions in nats; terms with p = 0 count 0. */
export function categoricalKl(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let divergence = 0;
  for (let outcome = 0; outcome < p.length; outcome++) {
    if (p[outcome]! > 0) divergence += p[outcome]! * Math.log(p[outcome]! / q[outcome]!);
  }
  return divergence;
}

/**
 * KL of best-of-n sampling from its base policy, log n − (n − 1)/n nats (Stiennon et al. 2020, appendix G.3; an upper
 * bound, tight where no two samples tie).
 */
export function bestOfNKl(samples: number): number {
  return Math.log(samples) - (samples - 1) / samples;
}
