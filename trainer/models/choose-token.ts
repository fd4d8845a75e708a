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
  const weightOf = (token: number) => Math.exp((logits[token]! - highest) / temperature);
  if (topK === 0 && topP >= 1) {
    let total = 0;
    const weights = new Float64Array(logits.length);
    for (let token = 0; token < logits.length; token++) total += weights[token] = weightOf(token);
    return pick(weights, total * uniform);
  }
  const candidates = mostLikely(logits, weightOf, topK, topP);
  const weights = Float64Array.from(candidates, weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return candidates[pick(weights, total * uniform)]!;
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

/** Tokens that top-k and then top-p leave, most likely first; equal logits in the order of their ids. */
function mostLikely(logits: Float32Array, weightOf: (token: number) => number, topK: number, topP: number): number[] {
  // Sorting a vocabulary costs milliseconds; tokens e⁻²⁰ below the best never matter unless nearly all are wanted.
  let total = 0;
  const contenders: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    const weight = weightOf(token);
    total += weight;
    if (weight > 2e-9) contenders.push(token);
  }
  const pool = topK > contenders.length ? Array.from(logits.keys()) : contenders;
  pool.sort((a, b) => logits[b]! - logits[a]! || a - b);
  const kept = topK > 0 ? pool.slice(0, topK) : pool;
  if (topP >= 1) return kept;
  const keptTotal = topK > 0 ? kept.reduce((sum, token) => sum + weightOf(token), 0) : total;
  let sum = 0;
  const nucleus = kept.findIndex((token) => {
    sum += weightOf(token);
    return sum >= topP * keptTotal;
  });
  return nucleus < 0 ? kept : kept.slice(0, nucleus + 1);
}
