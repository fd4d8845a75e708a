/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let position = 0; position < values.length; position++) sum += values[position]!;
  return sum / values.length;
}

/**
 * Mean squared deviation from the mean.
 *
 * @param degreesTaken 0 divides by n (population, the default), 1 by n − 1 (sample)
 */
export function variance(values: ArrayLike<number>, degreesTaken: 0 | 1 = 0): number {
  const centre = mean(values);
  let sum = 0;
  for (let position = 0; position < values.length; position++) sum += (values[position]! - centre) ** 2;
  return sum / (values.length - degreesTaken);
}

/** Sample standard deviation (n − 1). */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values, 1));
}

/** Standard error of the mean, from the sample standard deviation; NaN for fewer than two values. */
export function standardError(values: ArrayLike<number>): number {
  return standardDeviation(values) / Math.sqrt(values.length);
}

/**
 * Mean of a − b over pairs, and its standard error. Where the same prompts answer both, this is far tighter than two
 * separate means.
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): { mean: number; standardError: number } {
  const differences = Array.from(a, (value, position) => value - b[position]!);
  return { mean: mean(differences), standardError: standardError(differences) };
}

/**
 * Mean of a − b over pairs with its 95 % confidence interval, by Student's t: right for few pairs too. With fewer than two
 * pairs the interval is everything.
 */
export function pairedInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { mean: number; lower: number; upper: number } {
  const { mean: difference, standardError: error } = pairedDifference(a, b);
  if (!Number.isFinite(error)) return { mean: difference, lower: -Infinity, upper: Infinity };
  const half = studentQuantile(a.length - 1) * error;
  return { mean: difference, lower: difference - half, upper: difference + half };
}

/** Mean with its 95 % confidence interval by Student's t. With fewer than two values the interval is everything. */
export function meanInterval(values: ArrayLike<number>): { mean: number; lower: number; upper: number } {
  return pairedInterval(values, new Float64Array(values.length));
}

/** 97.5 % quantiles of Student's t for 1 to 4 degrees of freedom, where the expansion below is too small. */
const quantilesOfFew = [12.7062, 4.30265, 3.18245, 2.77645];

/**
 * 97.5 % quantile of Student's t, by the first terms of its expansion in 1 / degrees (Abramowitz and Stegun, 26.7.5).
 *
 * @param degrees of freedom, at least 1; the error is below 0.4 %
 */
export function studentQuantile(degrees: number): number {
  const exact = quantilesOfFew[degrees - 1];
  if (exact !== undefined) return exact;
  const z = 1.959964;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** Pearson's correlation; NaN where either side is constant. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const meanX = mean(x);
  const meanY = mean(y);
  const products = Array.from(x, (value, position) => (value - meanX) * (y[position]! - meanY));
  return mean(products) / Math.sqrt(variance(x) * variance(y));
}

/** Share of the targets' variance that the predictions explain: 1 − Var(target − prediction) / Var(target). */
export function explainedVariance(predictions: ArrayLike<number>, targets: ArrayLike<number>): number {
  const residuals = Array.from(targets, (target, position) => target - predictions[position]!);
  return 1 - variance(residuals) / variance(targets);
}

/**
 * Wilson's score interval for a proportion (1927); stays inside [0, 1] and holds for few trials.
 *
 * @param z standard normal quantile; 1.96 for 95 %
 */
export function wilsonInterval(successes: number, trials: number, z = 1.959964): { lower: number; upper: number } {
  const share = successes / trials;
  const square = z ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  return { lower: centre - half, upper: centre + half };
}
