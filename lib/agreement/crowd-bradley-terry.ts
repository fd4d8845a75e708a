/** One decided comparison. Ids are any strings. */
export interface JudgedPair {
  annotator: string;
  better: string;
  worse: string;
  /** What belongs together when reliability's interval is estimated. */
  task: string;
}

export interface Reliability {
  /** η: how likely a comparison of theirs says what the answers' strengths say. 0.5 is a coin, below it the reverse. */
  value: number;
  /** 95 % interval. */
  low: number;
  high: number;
  comparisons: number;
}

interface Fitted {
  reliability: Float64Array;
  strengths: Float64Array;
}

interface Pairs {
  annotator: Int32Array;
  better: Int32Array;
  worse: Int32Array;
  group: Int32Array;
  annotators: number;
  items: number;
}

/** Beta(8, 3): most people are right more often than not, which also tells a crowd from its mirror image. */
const prior = { right: 8, wrong: 3 };
/** Strengths ~ N(0, 2²): answers that everybody prefers stay finite. */
const strengthPrecision = 0.25;
const groups = 20;

/**
 * Crowd-BT (Chen, Bennett, Collins-Thompson and Horvitz, WSDM 2013): P(annotator k says i over j) =
 * η_k·σ(s_i − s_j) + (1 − η_k)·σ(s_j − s_i), strengths of answers and reliabilities of people fitted together by EM
 * with weak priors. The interval is a delete-a-group jackknife over tasks on the logit scale.
 */
export function crowdBradleyTerry(judged: readonly JudgedPair[]): {
  reliabilities: Map<string, Reliability>;
  strengths: Map<string, number>;
} {
  const annotators = positions(judged.map(({ annotator }) => annotator));
  const items = positions(judged.flatMap(({ better, worse }) => [better, worse]));
  const tasks = positions(judged.map(({ task }) => task));
  const pairs: Pairs = {
    annotator: Int32Array.from(judged, ({ annotator }) => annotators.get(annotator)!),
    better: Int32Array.from(judged, ({ better }) => items.get(better)!),
    worse: Int32Array.from(judged, ({ worse }) => items.get(worse)!),
    group: Int32Array.from(judged, ({ task }) => tasks.get(task)! % groups),
    annotators: annotators.size,
    items: items.size,
  };
  const all = estimate(
    pairs,
    null,
    { reliability: new Float64Array(annotators.size).fill(0.8), strengths: new Float64Array(items.size) },
    200,
  );
  const used = Math.min(groups, tasks.size);
  const without = Array.from({ length: used }, (_, group) => estimate(pairs, group, all, 30).reliability);
  const counts = new Int32Array(annotators.size);
  for (const annotator of pairs.annotator) counts[annotator]!++;
  return {
    reliabilities: new Map(
      [...annotators].map(([id, at]) => {
        const leftOut = without.map((reliability) => reliability[at]!);
        return [id, { ...jackknife(all.reliability[at]!, leftOut), comparisons: counts[at]! }];
      }),
    ),
    strengths: new Map([...items].map(([id, at]) => [id, all.strengths[at]!])),
  };
}

/** EM until reliabilities move by less than 1e-5, leaving out one group of tasks where one is given. */
function estimate(pairs: Pairs, leftOut: number | null, start: Fitted, steps: number): Fitted {
  const reliability = Float64Array.from(start.reliability);
  const strengths = Float64Array.from(start.strengths);
  const right = new Float64Array(pairs.annotators);
  const count = new Float64Array(pairs.annotators);
  const slope = new Float64Array(pairs.items);
  const curvature = new Float64Array(pairs.items);
  for (let step = 0; step < steps; step++) {
    right.fill(0);
    count.fill(0);
    slope.fill(0);
    curvature.fill(0);
    for (let at = 0; at < pairs.annotator.length; at++) {
      if (pairs.group[at] === leftOut) continue;
      const annotator = pairs.annotator[at]!;
      const better = pairs.better[at]!;
      const worse = pairs.worse[at]!;
      const probability = 1 / (1 + Math.exp(strengths[worse]! - strengths[better]!));
      const said = reliability[annotator]! * probability;
      const truthful = said / (said + (1 - reliability[annotator]!) * (1 - probability));
      right[annotator]! += truthful;
      count[annotator]!++;
      slope[better]! += truthful - probability;
      slope[worse]! -= truthful - probability;
      const bend = probability * (1 - probability);
      curvature[better]! += bend;
      curvature[worse]! += bend;
    }
    // Half a Newton step along the diagonal: never too long, because the Hessian of pairs is at most twice its diagonal.
    for (let item = 0; item < pairs.items; item++) {
      const pull = slope[item]! - strengthPrecision * strengths[item]!;
      strengths[item]! += (0.5 * pull) / (curvature[item]! + strengthPrecision);
    }
    let moved = 0;
    for (let annotator = 0; annotator < pairs.annotators; annotator++) {
      const value = (right[annotator]! + prior.right - 1) / (count[annotator]! + prior.right + prior.wrong - 2);
      moved = Math.max(moved, Math.abs(value - reliability[annotator]!));
      reliability[annotator] = value;
    }
    if (moved < 1e-5) break;
  }
  return { reliability, strengths };
}

/** Delete-a-group jackknife (Kott 2001) on the logit scale, so that the interval stays between 0 and 1. */
function jackknife(value: number, leftOut: readonly number[]): { value: number; low: number; high: number } {
  const logit = (share: number) => Math.log(share / (1 - share));
  const share = (value: number) => 1 / (1 + Math.exp(-value));
  const centre = logit(value);
  const squares = leftOut.reduce((sum, other) => sum + (logit(other) - centre) ** 2, 0);
  const error = Math.sqrt(((leftOut.length - 1) / leftOut.length) * squares);
  return { value, low: share(centre - 1.96 * error), high: share(centre + 1.96 * error) };
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map([...new Set(ids)].map((id, at) => [id, at]));
}
