/** Reward at the same KL: what `npm run bench -- ppo-quality` reads off its runs. */
import { bootstrapInterval } from "../../../trainer/math/bootstrap.ts";
import { fitOverOptimisation } from "../../../trainer/math/over-optimisation.ts";
import { createRandom } from "../../../trainer/math/random.ts";
import { mean } from "../../../trainer/math/statistics.ts";

/** What a policy's answers to one held-out prompt came to: means over its samples. */
export interface Judged {
  reward: number;
  /** To the reference, nats an answer (k3). */
  kl: number;
}

/** A policy's answers at one point of a run, one entry a held-out prompt, always in the same order. */
export type Look = readonly Judged[];

/** All looks at a contender's policies, a list a seed; without the start. */
export type Course = readonly (readonly Look[])[];

/** Looks nearer to the start say nothing about the curve. */
const nearest = 0.1;

/** √KL of a look and the reward gained since the start, over some of the prompts (by position; repeated ones count again). */
export function pointOf(start: Look, look: Look, prompts: readonly number[]) {
  return {
    distance: Math.sqrt(Math.max(0, mean(prompts.map((prompt) => look[prompt]!.kl)))),
    reward: mean(prompts.map((prompt) => look[prompt]!.reward - start[prompt]!.reward)),
  };
}

/** Largest √KL that a course comes to. */
function reachOf(start: Look, course: Course): number {
  const all = [...start.keys()];
  return Math.max(...course.flat().map((look) => pointOf(start, look, all).distance));
}

/** Reward gained at some √KL, read off the curve d(α − β ln d) through a course's looks. */
function gainAt(start: Look, course: Course, prompts: readonly number[], distance: number): number {
  const points = course.flat().map((look) => pointOf(start, look, prompts));
  const { alpha, beta } = fitOverOptimisation(points.filter((point) => point.distance > nearest));
  return distance * (alpha - beta * Math.log(distance));
}

export interface Comparison {
  kl: number;
  /** Reward gained by either. */
  a: number;
  b: number;
  /** a − b with its 95 % interval by bootstrap over seeds and prompts, the same of both sides. */
  difference: number;
  lower: number;
  upper: number;
}

/** Two courses' gains at the KL that a share of the √KL both reach comes to; seeds in the same order. */
export function compareAt(share: number, start: Look, a: Course, b: Course): Comparison {
  const distance = share * Math.min(reachOf(start, a), reachOf(start, b));
  const all = [...start.keys()];
  const random = createRandom(1);
  const differenceOf = (prompts: readonly number[]) => {
    const seeds = a.map(() => random.integer(a.length));
    const drawn = (course: Course) => seeds.map((seed) => course[seed]!);
    return gainAt(start, drawn(a), prompts, distance) - gainAt(start, drawn(b), prompts, distance);
  };
  const [ofA, ofB] = [gainAt(start, a, all, distance), gainAt(start, b, all, distance)];
  return {
    kl: distance ** 2,
    a: ofA,
    b: ofB,
    difference: ofA - ofB,
    ...bootstrapInterval(all, differenceOf, createRandom(1)),
  };
}
