/** Drawing one token from probabilities. Pure; sums in double precision. */

export interface Restriction {
  /** Smallest set of tokens whose probabilities reach this sum (Holtzman et al. 2020); 1: off. */
  topP: number;
  /** Only this many most likely tokens; 0: off. Applied before topP. */
  topK: number;
}

/**
 * @param probabilities of the vocabulary; they need not sum to exactly 1
 * @param uniform in [0, 1): the same probabilities and the same number give the same token
 */
export function chooseToken(probabilities: Float32Array, { topP, topK }: Restriction, uniform: number): number {
  if (topK === 0 && topP >= 1) return pick(probabilities, uniform);
  const candidates = mostLikely(probabilities, topK, topP);
  return candidates[
    pick(
      Float32Array.from(candidates, (token) => probabilities[token]!),
      uniform,
    )
  ]!;
}

/** The first index at which the running sum passes `uniform` of the whole; the last with any weight where rounding falls short. */
function pick(weights: Float32Array, uniform: number): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index]!;
  const threshold = uniform * total;
  let sum = 0;
  let last = 0;
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue;
    sum += weights[index]!;
    last = index;
    if (sum > threshold) return index;
  }
  return last;
}

/** Tokens that top-k and then top-p leave, most likely first; equally likely ones in the order of their ids. */
function mostLikely(probabilities: Float32Array, topK: number, topP: number): number[] {
  const count = topK > 0 ? Math.min(topK, probabilities.length) : probabilities.length;
  const pool = heaviest(probabilities, count, topK > 0 ? Number.POSITIVE_INFINITY : topP).slice(0, count);
  if (topP >= 1) return pool;
  const total = topK > 0 ? pool.reduce((sum, token) => sum + probabilities[token]!, 0) : 1;
  let sum = 0;
  const end = pool.findIndex((token) => {
    sum += probabilities[token]!;
    return sum >= topP * total;
  });
  return end < 0 ? pool : pool.slice(0, end + 1);
}

/**
 * Heaviest tokens first: at least `count` of them, or so many that they weigh `needed`. Sorting a whole vocabulary costs
 * milliseconds, so the bar is lowered only until enough tokens are above it.
 */
function heaviest(probabilities: Float32Array, count: number, needed: number): number[] {
  for (let bar = 1e-2; ; bar = bar < 1e-12 ? -1 : bar / 100) {
    const above: number[] = [];
    let sum = 0;
    for (let token = 0; token < probabilities.length; token++) {
      if (probabilities[token]! > bar) {
        above.push(token);
        sum += probabilities[token]!;
      }
    }
    if (bar < 0 || above.length >= count || sum >= needed) {
      return above.sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
    }
  }
}
