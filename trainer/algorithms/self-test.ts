/** The first minibatch shows that sampling, old log-probabilities and training disagree; the run must not go on. */
export class SelfTestError extends Error {
  /** What usually lies behind it, likeliest first. */
  readonly causes: readonly string[];

  constructor(finding: string, causes: readonly string[]) {
    super(`${finding} Likely causes: ${causes.join("; ")}.`);
    this.name = "SelfTestError";
    this.causes = causes;
  }
}

/**
 * Before any optimiser step the policy is the one that sampled: every ratio is 1 and nothing is clipped.
 *
 * @param ratios π_new / π_old of the minibatch's tokens
 * @param clippedFraction share of tokens where the clipped side was the larger
 * @param tolerance largest |ratio − 1|: 1e-3 in float32, more where products are rounded to bfloat16
 */
export function checkRatios(ratios: ArrayLike<number>, clippedFraction: number, tolerance: number): void {
  let largest = 0;
  for (let token = 0; token < ratios.length; token++) largest = Math.max(largest, Math.abs(ratios[token]! - 1));
  if (largest <= tolerance && clippedFraction === 0) return;
  throw new SelfTestError(
    `Self-test: before the first step the ratio is off 1 by ${largest.toPrecision(3)} and ${(100 * clippedFraction).toFixed(1)} % of tokens are clipped.`,
    [
      "old and new log-probabilities are taken at different temperatures",
      "the policy's weights changed between sampling and the first minibatch",
      "activations were kept for another trunk, dtype or padding",
      "dropout or another source of chance is on in the forward pass",
    ],
  );
}

/**
 * Where the policy starts from the reference, their log-probabilities are the same and KL is 0.
 *
 * @param logRatios log π − log reference of all sampled tokens
 * @param tolerance largest |log-ratio|, nats
 */
export function checkStartsFromReference(logRatios: ArrayLike<number>, tolerance: number): void {
  let largest = 0;
  for (let token = 0; token < logRatios.length; token++) largest = Math.max(largest, Math.abs(logRatios[token]!));
  if (largest <= tolerance) return;
  throw new SelfTestError(
    `Self-test: the policy should start from the reference, but a token's log-probabilities differ by ${largest.toPrecision(3)} nats.`,
    [
      "the reference is another model version than the policy's start",
      "policy and reference are read at different temperatures or in different number formats",
      "the reference's variables were trained along",
    ],
  );
}

/**
 * Before any step of DPO policy and reference agree, so that every pair has a log-ratio difference of 0 and, whatever its
 * label, a loss of ln 2.
 *
 * @param loss of the first batch, the mean by the weight of its pairs, nats
 * @param tolerance largest |loss − ln 2|
 */
export function checkFirstDpoLoss(loss: number, tolerance: number): void {
  if (Math.abs(loss - Math.LN2) <= tolerance) return;
  throw new SelfTestError(`Self-test: the first loss of DPO is ${loss.toFixed(4)} where it must be ln 2 = 0.6931.`, [
    "the reference is another model version than the policy's start",
    "log-probabilities of policy and reference are summed over different tokens: look at padding and end-of-text",
    "dropout or another source of chance is on in the forward pass",
  ]);
}
