import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../trainer/math/bootstrap.ts";
import { brierScore, calibrationError, logLoss } from "../../trainer/math/calibration.ts";
import { logSumExp, sigmoid, softmax, softplus } from "../../trainer/math/logistic.ts";
import { createRandom, seedOf } from "../../trainer/math/random.ts";
import { learningRateAt } from "../../trainer/math/schedule.ts";
import {
  correlation,
  explainedVariance,
  mean,
  pairedDifference,
  standardError,
  variance,
  wilsonInterval,
} from "../../trainer/math/statistics.ts";

describe("random numbers", () => {
  it("are a function of the seed", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).uniform);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
  it("have seeds that differ by run, update and sample", () => {
    const seeds = new Set<number>();
    for (let update = 0; update < 100; update++) {
      for (let sample = 0; sample < 100; sample++) seeds.add(seedOf("run", update, sample));
    }
    expect(seeds.size).toBe(10_000);
    expect(seedOf("run", 1, 11)).not.toBe(seedOf("run", 11, 1));
    expect(seedOf("a", 1)).not.toBe(seedOf("b", 1));
  });
  it("are uniform and normal", () => {
    const random = createRandom(seedOf("statistics"));
    const uniform = Array.from({ length: 50_000 }, random.uniform);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(variance(uniform)).toBeCloseTo(1 / 12, 2);
    const normal = Array.from({ length: 50_000 }, random.normal);
    expect(Math.abs(mean(normal))).toBeLessThan(0.02);
    expect(variance(normal)).toBeCloseTo(1, 1);
    expect(random.shuffle([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
  });
});

describe("logistic functions", () => {
  it("do not overflow", () => {
    expect([softplus(1000), softplus(-1000), sigmoid(-1000), sigmoid(1000)]).toEqual([1000, 0, 0, 1]);
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
    expect(softmax([1000, 1000, -1000])[0]).toBeCloseTo(0.5, 10);
    expect(softmax([1000, 1000, -1000])[2]).toBe(0);
  });
});

describe("statistics", () => {
  it("computes errors of paired differences", () => {
    const { mean: difference, standardError: error } = pairedDifference([3, 5, 9], [1, 2, 5]);
    expect(difference).toBe(3);
    expect(error).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(standardError([1, 2, 3, 4])).toBeCloseTo(0.645497, 6);
  });
  it("computes correlation and explained variance", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3, 4], [1, -1, -1, 1])).toBeCloseTo(0, 12);
    expect(explainedVariance([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(explainedVariance([2, 2, 2], [1, 2, 3])).toBe(0);
  });
  it("computes Wilson's interval", () => {
    const { lower, upper } = wilsonInterval(81, 263);
    expect(lower).toBeCloseTo(0.2553, 4);
    expect(upper).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(0, 10).lower).toBeCloseTo(0, 12);
  });
  it("covers the mean by bootstrap", () => {
    const random = createRandom(3);
    let covered = 0;
    for (let trial = 0; trial < 100; trial++) {
      const sample = Array.from({ length: 40 }, random.normal);
      const { lower, upper } = bootstrapInterval(sample, mean, random, { resamples: 300 });
      if (lower < 0 && upper > 0) covered++;
    }
    expect(covered).toBeGreaterThan(85);
    expect(covered).toBeLessThan(100);
  });
});

describe("calibration", () => {
  it("is a coin toss at score 0", () => {
    const toss = [
      { difference: 0, target: 1 },
      { difference: 0, target: 0 },
    ];
    expect(logLoss(toss)).toBeCloseTo(Math.LN2, 12);
    expect(brierScore(toss)).toBe(0.25);
    expect(calibrationError(toss)).toBe(0);
  });
  it("sees overconfidence", () => {
    const confident = Array.from({ length: 10 }, (_, trial) => ({ difference: 3, target: trial < 6 ? 1 : 0 }));
    expect(calibrationError(confident)).toBeCloseTo(sigmoid(3) - 0.6, 12);
    const reversed = confident.map(({ difference, target }) => ({ difference: -difference, target: 1 - target }));
    expect(calibrationError(reversed)).toBeCloseTo(sigmoid(3) - 0.6, 12);
  });
});

describe("learning-rate schedule", () => {
  it("warms up, then falls to its end", () => {
    const cosine = { kind: "cosine", warmupSteps: 3, finalFraction: 0.1 } as const;
    const rates = Array.from({ length: 13 }, (_, step) => learningRateAt(cosine, 1, step, 13));
    expect(rates.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rates[8]).toBeCloseTo(0.55, 12);
    expect(learningRateAt(cosine, 1, 13, 13)).toBeCloseTo(0.1, 12);
    const linear = { kind: "linear", warmupSteps: 0, finalFraction: 0 } as const;
    expect([0, 5, 10].map((step) => learningRateAt(linear, 2, step, 10))).toEqual([2, 1, 0]);
    expect(learningRateAt({ ...linear, kind: "constant" }, 2, 9, 10)).toBe(2);
  });
});
