import { sigmoid, softplus } from "./logistic.ts";

/** A judged pair of items, by their positions in a list of scores. */
export type Pair = {
  better: number;
  worse: number;
  /** Probability that `better` is the better one: 1 for a plain preference, 0.5 for a tie. */
  target: number;
  /** Score difference asked for beyond 0 (Llama 2, arXiv:2307.09288, eq. 2); 0 when absent. */
  margin?: number;
  /** How much it counts beside the other pairs, 0 or more; 1 when absent. Two count as the pair twice, 0 as if it were not there. */
  weight?: number;
};

/**
 * What the loss of each pair of a prompt is multiplied by: its share of the weight of all. Where pairs weigh less than 1 on
 * average the whole prompt counts that much less, so that weights tell prompts apart that one person judged alone.
 */
export function sharesOf(pairs: readonly Pair[]): number[] {
  const weights = pairs.map(({ weight = 1 }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counted = weights.filter((weight) => weight > 0).length;
  return weights.map((weight) => (total === 0 ? 0 : (weight / total) * Math.min(1, total / counted)));
}

/** The soft label of a preference held with a strength from 0 (a tie) to 1 (certain): (1 + strength) / 2. */
export function softLabel(strength: number): number {
  return (1 + strength) / 2;
}

/**
 * Negative log-likelihood of one judgement under Bradley–Terry with a soft label, and its derivative by the difference:
 * −p·log σ(d − m) − (1 − p)·log σ(−(d − m)).
 *
 * @param difference d = score of better − score of worse
 * @param target p in [0, 1]
 * @param margin m ≥ 0
 */
export function pairLoss(difference: number, target = 1, margin = 0): { loss: number; gradient: number } {
  const shifted = difference - margin;
  return {
    loss: target * softplus(-shifted) + (1 - target) * softplus(shifted),
    gradient: sigmoid(shifted) - target,
  };
}

/**
 * Mean pair loss, by weight, over all judged pairs among the K completions of one prompt
 * (InstructGPT, arXiv:2203.02155, eq. 1), with its gradient by each score.
 *
 * @param scores one reward per completion, length K
 * @param pairs at least one
 */
export function meanPairLoss(scores: ArrayLike<number>, pairs: readonly Pair[]): { loss: number; gradient: number[] } {
  const gradient = new Array<number>(scores.length).fill(0);
  let loss = 0;
  const shares = sharesOf(pairs);
  for (const [at, { better, worse, target, margin }] of pairs.entries()) {
    const pair = pairLoss(scores[better]! - scores[worse]!, target, margin);
    loss += pair.loss * shares[at]!;
    gradient[better]! += pair.gradient * shares[at]!;
    gradient[worse]! -= pair.gradient * shares[at]!;
  }
  return { loss, gradient };
}

/** All pairs that a ranking states, best group first: 1 across groups, 0.5 within a group of equals. */
export function rankingPairs(groups: readonly (readonly number[])[]): Pair[] {
  const pairs: Pair[] = [];
  for (const [rank, group] of groups.entries()) {
    for (const [place, better] of group.entries()) {
      for (const worse of group.slice(place + 1)) pairs.push({ better, worse, target: 0.5 });
      for (const lower of groups.slice(rank + 1)) {
        for (const worse of lower) pairs.push({ better, worse, target: 1 });
      }
    }
  }
  return pairs;
}

/**
 * Share of judgements that the scores agree with. A judged tie, or two equal scores, counts one half, so that a reward
 * model that gives everything the same score comes to 0.5 and not to 1.
 */
export function pairAccuracy(scores: ArrayLike<number>, pairs: readonly Pair[]): number {
  let agreed = 0;
  for (const { better, worse, target } of pairs) agreed += pairAgreement(scores[better]! - scores[worse]!, target);
  return agreed / pairs.length;
}

/** 1 where the sign of the difference agrees with the label, 0 where it does not, ½ where either is a tie. */
export function pairAgreement(difference: number, target: number): number {
  return (1 + Math.sign(difference) * Math.sign(target - 0.5)) / 2;
}

/**
 * Maximum-likelihood log-strengths from a table of wins, mean 0, by the minorise–maximise steps of Hunter (2004),
 * "MM algorithms for generalized Bradley–Terry models", eq. 3. Every item must have won and lost at least once.
 *
 * @param wins wins[i][j] = how often i beat j; a tie may be entered as half a win on each side
 */
export function fitBradleyTerry(wins: readonly (readonly number[])[], iterations = 10_000): number[] {
  const count = wins.length;
  let strengths = new Array<number>(count).fill(1);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = strengths.map((strength, item) => {
      let won = 0;
      let exposure = 0;
      for (let other = 0; other < count; other++) {
        if (other === item) continue;
        won += wins[item]![other]!;
        exposure += (wins[item]![other]! + wins[other]![item]!) / (strength + strengths[other]!);
      }
      return won / exposure;
    });
    const meanLog = next.reduce((sum, strength) => sum + Math.log(strength), 0) / count;
    const centred = next.map((strength) => strength / Math.exp(meanLog));
    const change = Math.max(...centred.map((strength, item) => Math.abs(Math.log(strength / strengths[item]!))));
    strengths = centred;
    if (change < 1e-12) break;
  }
  return strengths.map(Math.log);
}
