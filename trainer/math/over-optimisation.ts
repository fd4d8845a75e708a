import { mean, pairedDifference } from "./statistics.ts";

/** Evaluations in a row below the best after which going on only pleases the proxy. */
export const evaluationsBelowBest = 3;

export interface GoldCourse {
  /** Position of the evaluation with the highest mean; the earliest of equals. */
  best: number;
  /** How many evaluations in a row, up to the last, lie more than one paired standard error below the best. */
  below: number;
  /** Whether those are enough to stop. */
  stop: boolean;
}

/**
 * Reads off a course of gold rewards whether the policy over-optimises its proxy. All evaluations answer the same prompts
 * with the same seeds, so each is compared with the best prompt by prompt: an evaluation counts as below where the mean
 * difference to the best is negative by more than its standard error.
 *
 * @param evaluations mean gold reward per prompt, prompts in one order, oldest evaluation first; at least one
 */
export function courseOfGold(evaluations: readonly (readonly number[])[]): GoldCourse {
  const means = evaluations.map((rewards) => mean(rewards));
  const best = means.indexOf(Math.max(...means));
  let below = 0;
  for (let position = evaluations.length - 1; position > best; position--) {
    const difference = pairedDifference(evaluations[position]!, evaluations[best]!);
    if (!(difference.mean < -difference.standardError)) break;
    below++;
  }
  return { best, below, stop: below >= evaluationsBelowBest };
}

/** Gold reward against distance, R(d) = d·(α − β·ln d), by least squares. */
export interface OverOptimisationFit {
  alpha: number;
  beta: number;
  /** Share of the rewards' variance that the curve explains. */
  explained: number;
}

/**
 * Fits the course that Gao et al. found for reinforcement learning (arXiv:2210.10760, section 3.1).
 *
 * @param points distance d = √KL from where the policy started, above 0, and reward gained since; at least three
 */
export function fitOverOptimisation(points: readonly { distance: number; reward: number }[]): OverOptimisationFit {
  // Two regressors, d and −d·ln d: the normal equations by hand.
  const rows = points.map(({ distance, reward }) => ({ x: distance, y: -distance * Math.log(distance), reward }));
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const [xx, xy, yy] = [sum(({ x }) => x * x), sum(({ x, y }) => x * y), sum(({ y }) => y * y)];
  const [xr, yr] = [sum(({ x, reward }) => x * reward), sum(({ y, reward }) => y * reward)];
  const determinant = xx * yy - xy * xy;
  const alpha = (xr * yy - yr * xy) / determinant;
  const beta = (yr * xx - xr * xy) / determinant;
  const centre = mean(rows.map(({ reward }) => reward));
  const residual = sum(({ x, y, reward }) => (reward - alpha * x - beta * y) ** 2);
  return { alpha, beta, explained: 1 - residual / sum(({ reward }) => (reward - centre) ** 2) };
}
