import { logSumExp } from "./logistic.ts";

/**
 * Negative log-likelihood of a full ranking under Plackett–Luce, Σ_k [log Σ_{j ≥ k} e^{s_j} − s_k], with its gradient
 * by each score (Plackett 1975; Luce 1959).
 *
 * @param scores one score per item
 * @param order item positions, best first, each once
 */
export function plackettLuceLoss(
  scores: ArrayLike<number>,
  order: readonly number[],
): { loss: number; gradient: number[] } {
  const gradient = new Array<number>(scores.length).fill(0);
  let loss = 0;
  for (let place = 0; place < order.length - 1; place++) {
    const remaining = order.slice(place);
    const normaliser = logSumExp(remaining.map((item) => scores[item]!));
    loss += normaliser - scores[remaining[0]!]!;
    gradient[remaining[0]!]! -= 1;
    for (const item of remaining) gradient[item]! += Math.exp(scores[item]! - normaliser);
  }
  return { loss, gradient };
}
