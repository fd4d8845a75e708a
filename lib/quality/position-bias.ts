import type { Judgement } from "../agreement/judgements.ts";
import { kendallTau } from "../agreement/kendall.ts";

export interface PositionBias {
  /** Mean τ-b between the order shown and the order given: 0 where places mean nothing, 1 always as shown, −1 reversed. */
  correlation: { value: number; low: number; high: number };
  /** How often the answer shown first was put first, with what to expect of somebody who does not look at places. */
  first: { count: number; of: number; share: number; low: number; high: number; expected: number };
}

const fewestJudgements = 10;

/**
 * Whether a person's judgements follow the places of the answers, which are balanced over places. Null below ten judgements
 * that say which answer is best. Intervals hold 95 %: normal for the mean, Wilson's for the share.
 */
export function positionBias(judgements: readonly Pick<Judgement, "shown" | "ranks">[]): PositionBias | null {
  const taus = judgements.flatMap(
    ({ shown, ranks }) =>
      kendallTau(
        shown.map((_, place) => place),
        shown.map((id) => ranks.get(id)!),
      ) ?? [],
  );
  const decided = judgements.filter(({ ranks }) => bestOf(ranks).length === 1);
  if (taus.length < fewestJudgements || decided.length === 0) return null;
  const mean = taus.reduce((sum, tau) => sum + tau, 0) / taus.length;
  const variance = taus.reduce((sum, tau) => sum + (tau - mean) ** 2, 0) / (taus.length - 1);
  // At least the spread of one judgement: a person who always does the same has none, yet the mean is not known exactly.
  const error = Math.sqrt(Math.max(variance, 1 / taus.length) / taus.length);
  const count = decided.filter(({ shown, ranks }) => bestOf(ranks)[0] === shown[0]).length;
  return {
    correlation: {
      value: mean,
      low: Math.max(-1, mean - 1.96 * error),
      high: Math.min(1, mean + 1.96 * error),
    },
    first: {
      count,
      of: decided.length,
      share: count / decided.length,
      ...wilson(count, decided.length),
      expected: decided.reduce((sum, { shown }) => sum + 1 / shown.length, 0) / decided.length,
    },
  };
}

function bestOf(ranks: ReadonlyMap<string, number>): string[] {
  const best = Math.min(...ranks.values());
  return [...ranks].flatMap(([id, rank]) => (rank === best ? [id] : []));
}

/** Wilson's 95 % interval of a share (Wilson 1927, JASA 22:209–212). */
export function wilson(hits: number, total: number): { low: number; high: number } {
  const z = 1.96;
  const share = hits / total;
  const centre = (share + z ** 2 / (2 * total)) / (1 + z ** 2 / total);
  const half = (z / (1 + z ** 2 / total)) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
