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

/** The annotator of known answers. */
export const truth = "";
/** Not 1: an expert errs, too. */
const reliabilityOfTruth = 0.99;

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
  /** Where the pairs of each annotator and task begin. */
  blocks: number[];
  /** The annotator whose pairs are known answers. */
  truth: number | undefined;
}

/** Beta(8, 3): most people are right more often than not, which also tells a crowd from its mirror image. */
const prior = { right: 8, wrong: 3 };
/** Strengths ~ N(0, 2²): answers that everybody prefers stay finite. */
const strengthPrecision = 0.25;
const groups = 20;

/**
 * Crowd-BT (Chen, Bennett, Collins-Thompson and Horvitz, WSDM 2013): P(annotator k says i over j) =
 * η_k·σ(s_i − s_j) + (1 − η_k)·σ(s_j − s_i), strengths of answers and reliabilities of people fitted together by EM
 * with weak priors. The interval is a delete-a-group jackknife over tasks on the logit scale. Pairs by `truth` are known
 * answers: they pull strengths with a reliability that is given, not fitted.
 *
 * A person's reliability is fitted against strengths without what they said about the same task themself, or where few
 * judge each task everybody would confirm themself.
 */
export function crowdBradleyTerry(given: readonly JudgedPair[]): {
  reliabilities: Map<string, Reliability>;
  strengths: Map<string, number>;
} {
  const judged = [...given].sort(
    (one, other) => compare(one.annotator, other.annotator) || compare(one.task, other.task),
  );
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
    blocks: judged.flatMap((pair, at) => {
      const before = judged[at - 1];
      return before?.annotator === pair.annotator && before.task === pair.task ? [] : [at];
    }),
    truth: annotators.get(truth),
  };
  const start = new Float64Array(annotators.size).fill(0.8);
  if (pairs.truth !== undefined) start[pairs.truth] = reliabilityOfTruth;
  const all = estimate(pairs, null, { reliability: start, strengths: new Float64Array(items.size) }, 200);
  const used = Math.min(groups, tasks.size);
  const without = Array.from({ length: used }, (_, group) => estimate(pairs, group, all, 30).reliability);
  const counts = new Int32Array(annotators.size);
  for (const annotator of pairs.annotator) counts[annotator]!++;
  return {
    reliabilities: new Map(
      [...annotators].flatMap(([id, at]) => {
        if (at === pairs.truth) return [];
        const leftOut = without.map((reliability) => reliability[at]!);
        return [[id, { ...jackknife(all.reliability[at]!, leftOut), comparisons: counts[at]! }] as const];
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
  const pulls = new Float64Array(pairs.annotator.length);
  const bends = new Float64Array(pairs.annotator.length);
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
      const pull = truthfulness(reliability[annotator]!, probability) - probability;
      const bend = probability * (1 - probability);
      pulls[at] = pull;
      bends[at] = bend;
      slope[better]! += pull;
      slope[worse]! -= pull;
      curvature[better]! += bend;
      curvature[worse]! += bend;
    }
    for (const [block, from] of pairs.blocks.entries()) {
      if (pairs.group[from] === leftOut) continue;
      const to = pairs.blocks[block + 1] ?? pairs.annotator.length;
      const annotator = pairs.annotator[from]!;
      const others = strengthsWithout(pairs, from, to, { strengths, pulls, bends, curvature });
      for (let at = from; at < to; at++) {
        const gap = others.get(pairs.worse[at]!)! - others.get(pairs.better[at]!)!;
        right[annotator]! += truthfulness(reliability[annotator]!, 1 / (1 + Math.exp(gap)));
        count[annotator]!++;
      }
    }
    // Half a Newton step along the diagonal: never too long, because the Hessian of pairs is at most twice its diagonal.
    for (let item = 0; item < pairs.items; item++) {
      const pull = slope[item]! - strengthPrecision * strengths[item]!;
      strengths[item]! += (0.5 * pull) / (curvature[item]! + strengthPrecision);
    }
    let moved = 0;
    for (let annotator = 0; annotator < pairs.annotators; annotator++) {
      if (annotator === pairs.truth) continue;
      const value = (right[annotator]! + prior.right - 1) / (count[annotator]! + prior.right + prior.wrong - 2);
      moved = Math.max(moved, Math.abs(value - reliability[annotator]!));
      reliability[annotator] = value;
    }
    if (moved < 1e-5) break;
  }
  return { reliability, strengths };
}

/** How likely a comparison was made truthfully, where its outcome has this probability by the strengths. */
function truthfulness(reliability: number, probability: number): number {
  const said = reliability * probability;
  return said / (said + (1 - reliability) * (1 - probability));
}

/** Strengths of the answers in one block of pairs as they would be without it: a Newton step from where they are. */
function strengthsWithout(
  { better, worse }: Pairs,
  from: number,
  to: number,
  fit: { strengths: Float64Array; pulls: Float64Array; bends: Float64Array; curvature: Float64Array },
): Map<number, number> {
  const own = new Map<number, { pull: number; bend: number }>();
  const add = (item: number, pull: number, bend: number) => {
    const sum = own.get(item) ?? { pull: 0, bend: 0 };
    own.set(item, { pull: sum.pull + pull, bend: sum.bend + bend });
  };
  for (let at = from; at < to; at++) {
    add(better[at]!, fit.pulls[at]!, fit.bends[at]!);
    add(worse[at]!, -fit.pulls[at]!, fit.bends[at]!);
  }
  return new Map(
    [...own].map(([item, { pull, bend }]) => {
      return [item, fit.strengths[item]! - pull / (fit.curvature[item]! - bend + strengthPrecision)];
    }),
  );
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

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map([...new Set(ids)].map((id, at) => [id, at]));
}
