/** Probabilities of the three outcomes of comparing a with b. */
export type TieProbabilities = { win: number; tie: number; loss: number };

/**
 * Davidson (1970): a tie weighs ν·√(π_a π_b) beside π_a and π_b.
 *
 * @param difference score of a − score of b (log-strengths)
 * @param tieWeight ν ≥ 0; 0 allows no ties
 */
export function davidson(difference: number, tieWeight: number): TieProbabilities {
  const win = Math.exp(difference / 2);
  const loss = Math.exp(-difference / 2);
  const total = win + loss + tieWeight;
  return { win: win / total, tie: tieWeight / total, loss: loss / total };
}

/**
 * Rao and Kupper (1967): a wins only where it is θ times as strong.
 *
 * @param difference score of a − score of b (log-strengths)
 * @param threshold θ ≥ 1; 1 allows no ties
 */
export function raoKupper(difference: number, threshold: number): TieProbabilities {
  const win = 1 / (1 + threshold * Math.exp(-difference));
  const loss = 1 / (1 + threshold * Math.exp(difference));
  return { win, tie: 1 - win - loss, loss };
}
