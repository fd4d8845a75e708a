/** How β, the weight of the KL penalty, moves between updates. */
export type KlController =
  | { kind: "fixed" }
  | {
      kind: "adaptive";
      /** KL per sequence to aim at, nats. */
      target: number;
      /** Episodes over which a constant relative error of 1 would change β by a factor of e. */
      horizon: number;
    };

const LARGEST_RELATIVE_ERROR = 0.2;

/**
 * The coefficient for the next update. Adaptive: β · (1 + clip(KL/target − 1, ±0.2) · n/horizon)
 * (Ziegler et al. 2019, arXiv:1909.08593, section 2.2).
 *
 * @param coefficient β of the update that has just run
 * @param kl mean KL per sequence seen in it, nats
 * @param episodes n, completions sampled in it
 */
export function nextKlCoefficient(controller: KlController, coefficient: number, kl: number, episodes: number): number {
  if (controller.kind === "fixed") return coefficient;
  const error = kl / controller.target - 1;
  const clipped = Math.min(Math.max(error, -LARGEST_RELATIVE_ERROR), LARGEST_RELATIVE_ERROR);
  return coefficient * (1 + (clipped * episodes) / controller.horizon);
}
