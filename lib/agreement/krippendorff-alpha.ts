/** How far apart two values are: `nominal` equal or not, `ordinal` by the ranks between them, `interval` by their difference. */
export type AlphaMetric = "nominal" | "ordinal" | "interval";

/**
 * Adds what one unit's values contribute to a coincidence matrix: each ordered pair of values by different people,
 * weighted 1/(m − 1). A unit with fewer than two values contributes nothing (Krippendorff 2011, "Computing
 * Krippendorff's Alpha-Reliability", section C).
 *
 * @param values positions in the ascending list of all values, one for each person who judged the unit
 * @param matrix size × size, row by row; changed in place
 */
export function addCoincidences(values: readonly number[], matrix: Float64Array, size: number): void {
  if (values.length < 2) return;
  const weight = 1 / (values.length - 1);
  for (const [one, first] of values.entries()) {
    for (const [other, second] of values.entries()) if (one !== other) matrix[first * size + second]! += weight;
  }
}

/**
 * Krippendorff's α = 1 − (n − 1)·Σ o·δ² / Σ n_c·n_k·δ² of a coincidence matrix: 1 is perfect agreement, 0 what chance
 * brings, below 0 systematic disagreement. Null where there are no pairs or all values are the same.
 *
 * @param scale the values, ascending; their size matters for `interval` only
 */
export function alphaOf(matrix: Float64Array, scale: readonly number[], metric: AlphaMetric): number | null {
  const size = scale.length;
  const marginals = scale.map((_, row) => scale.reduce((sum, __, column) => sum + matrix[row * size + column]!, 0));
  const total = marginals.reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < size; column++) {
      const distance = squaredDistance(row, column, scale, marginals, metric);
      observed += matrix[row * size + column]! * distance;
      expected += marginals[row]! * marginals[column]! * distance;
    }
  }
  if (total < 2 || expected === 0) return null;
  return 1 - ((total - 1) * observed) / expected;
}

function squaredDistance(
  low: number,
  high: number,
  scale: readonly number[],
  marginals: readonly number[],
  metric: AlphaMetric,
): number {
  if (metric === "nominal") return 1;
  if (metric === "interval") return (scale[high]! - scale[low]!) ** 2;
  const between = marginals.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
  return (between - (marginals[low]! + marginals[high]!) / 2) ** 2;
}

/** α of units with a value for each person who judged them; see alphaOf. */
export function krippendorffAlpha(units: readonly (readonly number[])[], metric: AlphaMetric): number | null {
  const { scale, indexed } = indexValues(units);
  const matrix = new Float64Array(scale.length ** 2);
  for (const values of indexed) addCoincidences(values, matrix, scale.length);
  return alphaOf(matrix, scale, metric);
}

/** The ascending list of all values, and the units with positions in it. */
export function indexValues(units: readonly (readonly number[])[]): { scale: number[]; indexed: number[][] } {
  const scale = [...new Set(units.flat())].sort((one, other) => one - other);
  const position = new Map(scale.map((value, index) => [value, index]));
  return { scale, indexed: units.map((values) => values.map((value) => position.get(value)!)) };
}
