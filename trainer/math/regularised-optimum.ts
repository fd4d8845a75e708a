import { logSumExp } from "./logistic.ts";

/**
 * What KL-regularised reward maximisation converges to: π*(y) ∝ π_ref(y)·exp(r(y)/β), worth
 * J* = E_π*[r] − β·KL(π* ‖ π_ref) = β·log Σ π_ref·exp(r/β) (Korbak et al. 2022, arXiv:2205.11275, section 3).
 *
 * @param reference π_ref over all outcomes
 * @param rewards one per outcome
 * @param coefficient β > 0
 */
export function regularisedOptimum(
  reference: ArrayLike<number>,
  rewards: ArrayLike<number>,
  coefficient: number,
): { policy: number[]; value: number } {
  const exponents = Array.from(reference, (p, outcome) => Math.log(p) + rewards[outcome]! / coefficient);
  const logPartition = logSumExp(exponents);
  return {
    policy: exponents.map((exponent) => Math.exp(exponent - logPartition)),
    value: coefficient * logPartition,
  };
}
