const EPSILON = 1e-8;

/**
 * Scales values to unit variance: (x − μ) / √(σ² + 1e-8) with the population variance, as in OpenAI's 2019 code
 * (Huang et al., "The N Implementation Details of RLHF with PPO", detail P9).
 *
 * @param shiftMean true moves the mean to 0 (advantages); false keeps it (rewards)
 */
export function whiten(values: ArrayLike<number>, shiftMean: boolean): number[] {
  const count = values.length;
  let mean = 0;
  for (let position = 0; position < count; position++) mean += values[position]! / count;
  let variance = 0;
  for (let position = 0; position < count; position++) variance += (values[position]! - mean) ** 2 / count;
  const scale = 1 / Math.sqrt(variance + EPSILON);
  return Array.from(values, (value) => (value - mean) * scale + (shiftMean ? 0 : mean));
}

/**
 * Whitens ragged rows together, as one population: with padding left out, a short row counts for what it holds.
 *
 * @param rows one array of values per sequence, lengths may differ
 */
export function whitenRows(rows: readonly ArrayLike<number>[], shiftMean: boolean): number[][] {
  const flat = whiten(
    rows.flatMap((row) => Array.from(row)),
    shiftMean,
  );
  let start = 0;
  return rows.map((row) => {
    start += row.length;
    return flat.slice(start - row.length, start);
  });
}
