import type { Random } from "./random.ts";

/**
 * Percentile bootstrap interval of a statistic (Efron 1979), resampling whole units: give one unit per prompt where the
 * pairs of a prompt belong together.
 *
 * @param units what is drawn with replacement, at least one
 * @param statistic of a resample of the same size
 * @param level coverage, 0.95 by default
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (resample: readonly Unit[]) => number,
  random: Random,
  { resamples = 1000, level = 0.95 } = {},
): { lower: number; upper: number } {
  const draws: number[] = [];
  for (let draw = 0; draw < resamples; draw++) {
    draws.push(statistic(units.map(() => units[random.integer(units.length)]!)));
  }
  draws.sort((a, b) => a - b);
  const at = (share: number) => draws[Math.min(draws.length - 1, Math.floor(share * draws.length))]!;
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
}
