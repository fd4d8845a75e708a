/** Drawing one token from logits. Pure, in double precision. */

export interface TokenChoice {
  /** 0: the most likely token. */
  temperature: number;
  /** Smallest set of tokens whose probabilities reach this sum (Holtzman et al. 2020); 1: off. */
  topP: number;
  /** Only this many most likely tokens; 0: off. */
  topK: number;
}

/**
 * @param uniform in [0, 1): the same logits and the same number give the same token
 */
export function chooseToken(logits: Float32Array, { temperature, topP, topK }: TokenChoice, uniform: number): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token]! > logits[best]!) best = token;
  if (temperature === 0) return best;
  const highest = logits[best]!;
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let token = 0; token < logits.length; token++) {
    total += weights[token] = Math.exp((logits[token]! - highest) / temperature);
  }
  if (topK === 0 && topP >= 1) return pick(weights, total * uniform);
  const candidates = mostLikely(weights, total, topK, topP);
  const kept = Float64Array.from(candidates, (token) => weights[token]!);
  const keptTotal = kept.reduce((sum, weight) => sum + weight, 0);
  return candidates[pick(kept, keptTotal * uniform)]!;
}

/** The first index at which the running sum passes `threshold`; the last with any weight where rounding falls short. */
function pick(weights: Float64Array, threshold: number): number {
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
function mostLikely(weights: Float64Array, total: number, topK: number, topP: number): number[] {
  const count = topK > 0 ? Math.min(topK, weights.length) : weights.length;
  const pool = heaviest(weights, count, topK > 0 ? total : topP * total).slice(0, count);
  if (topP >= 1) return pool;
  const poolTotal = topK > 0 ? pool.reduce((sum, token) => sum + weights[token]!, 0) : total;
  let sum = 0;
  const end = pool.findIndex((token) => {
    sum += weights[token]!;
    return sum >= topP * poolTotal;
  });
  return end < 0 ? pool : pool.slice(0, end + 1);
}

/**
 * Heaviest tokens first: at least `count` of them, or so many that they weigh `needed`. Sorting a whole vocabulary costs
 * milliseconds, so the bar (the heaviest weighs 1) is lowered only until enough tokens are above it.
 */
function heaviest(weights: Float64Array, count: number, needed: number): number[] {
  for (let bar = 1e-2; ; bar = bar < 1e-12 ? -1 : bar / 100) {
    const above: number[] = [];
    let sum = 0;
    for (let token = 0; token < weights.length; token++) {
      if (weights[token]! > bar) {
        above.push(token);
        sum += weights[token]!;
      }
    }
    if (bar < 0 || above.length >= count || sum >= needed)
      return above.sort((a, b) => weights[b]! - weights[a]! || a - b);
  }
}
