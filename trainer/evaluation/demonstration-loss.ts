import { cacheActivations } from "../algorithms/activations.ts";
import { bootstrapInterval } from "../math/bootstrap.ts";
import { createRandom } from "../math/random.ts";
import { mean, pairedInterval } from "../math/statistics.ts";
import type { Sequence } from "../models/batch.ts";
import type { Top } from "../models/top.ts";
import { completionLogProbs } from "./log-probs.ts";

export interface DemonstrationReport {
  demonstrations: number;
  /** Mean over demonstrations of the negative log-likelihood of a token, nats. */
  base: number;
  tuned: number;
  /** tuned − base, with its 95 % interval over demonstrations; below 0 the tuned one expects them more. */
  difference: { mean: number; lower: number; upper: number };
}

/** How much a fine-tuned top expects demonstrations that it has not learned from, beside the base's, on one trunk. */
export function reportDemonstrations(
  { base, tuned }: { base: Top; tuned: Top },
  demonstrations: readonly Sequence[],
  padToken: number,
): DemonstrationReport {
  const cached = cacheActivations(base.trunk, demonstrations, padToken);
  const lossesOf = (top: Top) =>
    completionLogProbs(top, cached, padToken).map((logProb, place) => {
      const { tokens, promptLength } = cached[place]!;
      return -logProb / (tokens.length - promptLength);
    });
  const [before, after] = [lossesOf(base), lossesOf(tuned)];
  return {
    demonstrations: demonstrations.length,
    base: mean(before),
    tuned: mean(after),
    difference: pairedInterval(after, before),
  };
}

/** Negative log-likelihood of one demonstration's completion, nats, and how many tokens it has. */
export interface DemonstrationLoss {
  loss: number;
  tokens: number;
}

/** How much a top expects each demonstration, in their order. */
export function demonstrationLosses(
  top: Top,
  demonstrations: readonly Sequence[],
  padToken: number,
): DemonstrationLoss[] {
  const cached = cacheActivations(top.trunk, demonstrations, padToken);
  return completionLogProbs(top, cached, padToken).map((logProb, place) => {
    const { tokens, promptLength } = demonstrations[place]!;
    return { loss: -logProb, tokens: tokens.length - promptLength };
  });
}

/** Loss of a token over all demonstrations, with its 95 % interval by bootstrap over demonstrations. */
export function lossPerToken(losses: readonly DemonstrationLoss[]): { value: number; lower: number; upper: number } {
  const perToken = (drawn: readonly DemonstrationLoss[]) =>
    drawn.reduce((sum, { loss }) => sum + loss, 0) / drawn.reduce((sum, { tokens }) => sum + tokens, 0);
  return { value: perToken(losses), ...bootstrapInterval(losses, perToken, createRandom(1)) };
}
