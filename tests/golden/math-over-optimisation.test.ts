import { describe, expect, it } from "vitest";
import { pairLoss } from "../../trainer/math/bradley-terry.ts";
import { sigmoid } from "../../trainer/math/logistic.ts";
import { createRandom, type Random } from "../../trainer/math/random.ts";
import { mean } from "../../trainer/math/statistics.ts";

/**
 * Over-optimisation that can be computed by hand (G16). An answer is x ~ N(0, I₂₀); people's true reward is
 * w·x − 0.15·Σ(x² − 1); the reward model is linear and fitted to N Bradley–Terry labels; the policy shifts the mean along
 * the reward model by s, at KL = s²/2. With d = √KL the true reward is d·(α − 0.30·d), α = √2·w·(unit proxy), while the
 * proxy's grows without bound.
 */
const DIMENSIONS = 20;
const CURVATURE = 0.15;
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const unit = (vector: readonly number[]) => vector.map((value) => value / Math.sqrt(dot(vector, vector)));
const draw = (random: Random) => Array.from({ length: DIMENSIONS }, random.normal);
const gold = (weights: readonly number[], x: readonly number[]) =>
  dot(weights, x) - CURVATURE * x.reduce((sum, value) => sum + value ** 2 - 1, 0);

/** Linear Bradley–Terry reward model by gradient descent, with a little ridge, so that 30 labels suffice. */
function fitProxy(differences: readonly number[][], firstWins: readonly boolean[]): number[] {
  const proxy = new Array<number>(DIMENSIONS).fill(0);
  for (let step = 0; step < 300; step++) {
    const gradient = proxy.map((weight) => 0.01 * weight);
    for (const [label, difference] of differences.entries()) {
      const slope = pairLoss(dot(proxy, difference), firstWins[label] ? 1 : 0).gradient / differences.length;
      for (let at = 0; at < DIMENSIONS; at++) gradient[at]! += slope * difference[at]!;
    }
    for (let at = 0; at < DIMENSIONS; at++) proxy[at]! -= 0.5 * gradient[at]!;
  }
  return proxy;
}

function slopeAfter(labels: number, seed: number): { alpha: number; weights: number[]; direction: number[] } {
  const random = createRandom(seed);
  const weights = unit(draw(random)).map((value) => 1.5 * value);
  const differences: number[][] = [];
  const firstWins: boolean[] = [];
  for (let label = 0; label < labels; label++) {
    const [first, second] = [draw(random), draw(random)];
    differences.push(first.map((value, at) => value - second[at]!));
    firstWins.push(random.uniform() < sigmoid(gold(weights, first) - gold(weights, second)));
  }
  const direction = unit(fitProxy(differences, firstWins));
  return { alpha: Math.SQRT2 * dot(weights, direction), weights, direction };
}

describe("over-optimisation of a reward model (G16)", () => {
  it("peaks later and higher with more labels", () => {
    const alphas = [30, 100, 300, 1000].map((labels) =>
      mean([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => slopeAfter(labels, seed).alpha)),
    );
    for (const [position, expected] of [1.78, 1.96, 2.06].entries()) {
      expect(Math.abs(alphas[position + 1]! - expected)).toBeLessThan(0.15);
    }
    expect(alphas).toEqual(alphas.slice().sort((a, b) => a - b));
  });

  it("follows d(α − βd): the gold reward falls while the proxy still rises", () => {
    const { alpha, weights, direction } = slopeAfter(100, 2);
    const random = createRandom(9);
    const at = (distance: number) => {
      const samples = Array.from({ length: 20_000 }, () =>
        draw(random).map((value, axis) => value + Math.SQRT2 * distance * direction[axis]!),
      );
      return {
        gold: mean(samples.map((x) => gold(weights, x))),
        proxy: mean(samples.map((x) => dot(direction, x))),
      };
    };
    const peak = alpha / 0.6;
    const [atPeak, beyond] = [at(peak), at(2.5 * peak)];
    expect(Math.abs(atPeak.gold - peak * (alpha - 0.3 * peak))).toBeLessThan(0.1);
    expect(Math.abs(beyond.gold - 2.5 * peak * (alpha - 0.75 * peak))).toBeLessThan(0.15);
    expect(beyond.gold).toBeLessThan(0);
    expect(beyond.proxy).toBeGreaterThan(2 * atPeak.proxy);
  });
});
