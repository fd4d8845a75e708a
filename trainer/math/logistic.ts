/** log(1 + eˣ) without overflow; the negative log-likelihood of "better" at score difference −x. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1 / (1 + e⁻ˣ) without overflow. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log Σ eˣ without overflow. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let position = 0; position < values.length; position++) largest = Math.max(largest, values[position]!);
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let position = 0; position < values.length; position++) sum += Math.exp(values[position]! - largest);
  return largest + Math.log(sum);
}

/** exp(x − logSumExp(x)). */
export function softmax(values: ArrayLike<number>): number[] {
  const normaliser = logSumExp(values);
  return Array.from(values, (value) => Math.exp(value - normaliser));
}
