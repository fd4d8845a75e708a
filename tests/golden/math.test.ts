import { describe, expect, it } from "vitest";
import {
  fitBradleyTerry,
  meanPairLoss,
  pairAccuracy,
  pairLoss,
  rankingPairs,
  softLabel,
} from "../../trainer/math/bradley-terry.ts";
import { generalisedAdvantages } from "../../trainer/math/gae.ts";
import { groupRelativeAdvantages, leaveOneOutAdvantages } from "../../trainer/math/group-advantages.ts";
import { bestOfNKl, categoricalKl, klEstimates } from "../../trainer/math/kl.ts";
import { nextKlCoefficient } from "../../trainer/math/kl-controller.ts";
import { sigmoid } from "../../trainer/math/logistic.ts";
import { plackettLuceLoss } from "../../trainer/math/plackett-luce.ts";
import { clippedPolicyLoss, clippedValueLoss, scoreOrPenalty, tokenRewards } from "../../trainer/math/ppo-objective.ts";
import {
  dpoLoss,
  hingeLoss,
  ipoLoss,
  logRatioDifference,
  oddsRatioLoss,
  robustDpoLoss,
  simpoLoss,
} from "../../trainer/math/preference-losses.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { regularisedOptimum } from "../../trainer/math/regularised-optimum.ts";
import { fitNormalisation } from "../../trainer/math/reward-normalisation.ts";
import { mean, variance } from "../../trainer/math/statistics.ts";
import { davidson, raoKupper } from "../../trainer/math/tie-models.ts";
import { whiten, whitenRows } from "../../trainer/math/whitening.ts";

function expectClose(actual: readonly number[], expected: readonly number[], digits = 6) {
  expect(actual).toHaveLength(expected.length);
  for (const [position, value] of expected.entries()) expect(actual[position]).toBeCloseTo(value, digits);
}

/** Central differences of a loss by each score. */
function numericalGradient(loss: (scores: number[]) => number, scores: readonly number[], step = 1e-5): number[] {
  return scores.map((_, position) => {
    const moved = (by: number) => loss(scores.map((score, other) => (other === position ? score + by : score)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

const rewards = [-0.1, -0.05, 0.02, 1];
const values = [0.5, 0.6, 0.7, 0.8];

describe("generalised advantages (G1)", () => {
  it("weighs temporal differences by λ", () => {
    const { advantages, returns } = generalisedAdvantages(rewards, values, 1, 0.95);
    expectClose(advantages, [0.327275, 0.3445, 0.31, 0.2]);
    expectClose(returns, [0.827275, 0.9445, 1.01, 1]);
  });
  it("is the Monte Carlo return at λ = 1 and the one-step error at λ = 0", () => {
    expectClose(generalisedAdvantages(rewards, values, 1, 1).advantages, [0.37, 0.37, 0.32, 0.2]);
    expectClose(generalisedAdvantages(rewards, values, 1, 0).advantages, [0, 0.05, 0.12, 0.2]);
  });
  it("discounts", () => {
    expectClose(generalisedAdvantages(rewards, values, 0.99, 0.95).advantages, [0.299892, 0.325244, 0.3001, 0.2]);
  });
});

describe("whitening (G2)", () => {
  it("uses the population variance", () => {
    expectClose(whiten([0.327275, 0.3445, 0.31, 0.2], true), [0.564, 0.8692, 0.257914, -1.691113], 5);
  });
  it("keeps the mean for rewards", () => {
    const whitened = whiten([1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0], false);
    expectClose(whitened.slice(0, 3), [0.050807, 0.438105, 0.825403], 5);
    expect(mean(whitened)).toBeCloseTo(1.6, 10);
  });
  it("treats ragged rows as one population", () => {
    const rows = whitenRows([[1], [2, 3, 4], [], [5, 9]], true);
    expect(rows.map((row) => row.length)).toEqual([1, 3, 0, 2]);
    expectClose(rows.flat(), whiten([1, 2, 3, 4, 5, 9], true));
  });
});

describe("KL estimators (G3, G4, G18)", () => {
  it("match the known values at one token", () => {
    const { k1, k2, k3 } = klEstimates(-1, -1.5);
    expectClose([k1, k2, k3], [0.5, 0.125, 0.106531]);
    const swapped = klEstimates(-1.5, -1);
    expectClose([swapped.k1, swapped.k3], [-0.5, 0.148721]);
    expect(klEstimates(-2, -2)).toEqual({ k1: 0, k2: 0, k3: 0 });
  });
  it("keeps k3 exact where the policies nearly agree, and finite where they do not at all", () => {
    expect(klEstimates(-1, -1 + 1e-9).k3).toBeCloseTo(5e-19, 24);
    expect(klEstimates(-900, 0).k3).toBeLessThan(1e9);
  });
  it("are unbiased, and k3 has far less variance", () => {
    const p = [0.7, 0.2, 0.1];
    const q = [0.4, 0.4, 0.2];
    const estimates = p.map((probability, outcome) => klEstimates(Math.log(probability), Math.log(q[outcome]!)));
    const expectation = (of: (estimate: (typeof estimates)[number]) => number) =>
      estimates.reduce((sum, estimate, outcome) => sum + p[outcome]! * of(estimate), 0);
    const kl = categoricalKl(p, q);
    expect(kl).toBeCloseTo(0.183787, 6);
    expectClose([expectation(({ k1 }) => k1), expectation(({ k3 }) => k3)], [kl, kl], 12);
    expect(expectation(({ k2 }) => k2)).toBeCloseTo(0.181677, 6);
    expect(expectation(({ k1 }) => (k1 - kl) ** 2)).toBeCloseTo(0.3296, 4);
    expect(expectation(({ k3 }) => (k3 - kl) ** 2)).toBeCloseTo(0.0065, 4);
  });
  it("gives the KL of best-of-n", () => {
    expectClose([2, 4, 16, 64, 1000].map(bestOfNKl), [0.193147, 0.636294, 1.835089, 3.174508, 5.908755]);
  });
});

describe("KL controller (G5)", () => {
  it("moves β towards the target", () => {
    let coefficient = 0.15;
    const seen = [0, 3, 6, 7, 12, 30].map((kl) => {
      coefficient = nextKlCoefficient({ kind: "adaptive", target: 6, horizon: 1e4 }, coefficient, kl, 512);
      return coefficient;
    });
    expectClose(seen, [0.148464, 0.146943729, 0.146943729, 0.148197648, 0.149715192, 0.151248276], 8);
    expect(nextKlCoefficient({ kind: "fixed" }, 0.15, 30, 512)).toBe(0.15);
  });
});

describe("PPO objective (G6, G7, G22)", () => {
  it("clips only where clipping is the worse of the two", () => {
    const at = (ratio: number, advantage: number) => {
      const { loss, gradient, clipped } = clippedPolicyLoss(ratio, advantage, 0.2);
      return [loss, gradient, Number(clipped)];
    };
    expectClose(at(1.5, 1), [-1.2, 0, 1]);
    expectClose(at(1.5, -1), [1.5, 1, 0]);
    expectClose(at(0.5, 1), [-0.5, -1, 0]);
    expectClose(at(0.5, -1), [0.8, 0, 1]);
    expectClose(at(1, 1), [-1, -1, 0]);
  });
  it("clips the value around the old one", () => {
    expect(clippedValueLoss(1.5, 1, 2, 0.2)).toEqual({ loss: expect.closeTo(0.32, 10), gradient: 0, clipped: true });
    expect(clippedValueLoss(1.1, 1, 2, 0.2).gradient).toBeCloseTo(-0.9, 10);
  });
  it("rewards the last token and charges KL at each", () => {
    expectClose(tokenRewards(2, 0.1, [-1, -2, -3], [-1.5, -2, -2]), [-0.05, 0, 2.1]);
  });
  it("replaces the score of a completion that never ended", () => {
    expect([scoreOrPenalty(3, true, -1), scoreOrPenalty(3, false, -1), scoreOrPenalty(3, false, null)]).toEqual([
      3, -1, 3,
    ]);
  });
});

describe("direct preference losses (G8, G20)", () => {
  const h = logRatioDifference({
    policyChosen: -10,
    policyRejected: -12,
    referenceChosen: -11,
    referenceRejected: -11.5,
  });
  it("match the known values", () => {
    expect(h).toBe(1.5);
    expectClose(
      [
        dpoLoss(h, 0.1).loss,
        dpoLoss(h, 0.1, 0.9).loss,
        robustDpoLoss(h, 0.1, 0.1),
        ipoLoss(h, 0.1).loss,
        hingeLoss(h, 0.1),
      ],
      [0.620957, 0.635957, 0.602207, 12.25, 0.85],
    );
    expect(simpoLoss(-10 / 5, -12 / 8, 2, 1)).toBeCloseTo(2.126928, 6);
    const odds = oddsRatioLoss(-10 / 5, -12 / 8);
    expectClose([odds.logOddsRatio, odds.loss], [-0.607069, 1.042058]);
  });
  it("start at ln 2 and 1/(2τ)² where policy and reference agree", () => {
    expectClose([dpoLoss(0, 0.1).loss, ipoLoss(0, 0.1).loss], [Math.LN2, 25]);
  });
  it("has zero gradient at certainty 1 − ε under cDPO", () => {
    expect(dpoLoss(Math.log(0.9 / 0.1) / 0.1, 0.1, 0.9).gradient).toBeCloseTo(0, 12);
  });
});

describe("group advantages (G9)", () => {
  it("match the known values", () => {
    const group = [1, 0, 0.5, 2];
    expectClose(leaveOneOutAdvantages(group), [0.166667, -1.166667, -0.5, 1.5]);
    expectClose(groupRelativeAdvantages(group), [0.146368, -1.024575, -0.439104, 1.317311]);
    expectClose(groupRelativeAdvantages(group, false), [0.125, -0.875, -0.375, 1.125]);
  });
});

describe("rankings (G10)", () => {
  const scores = [1.2, 0.3, -0.5, 0.9];
  const order = [0, 3, 1, 2];
  const pairs = rankingPairs(order.map((item) => [item]));

  it("has Plackett–Luce's likelihood and gradient", () => {
    const { loss, gradient } = plackettLuceLoss(scores, order);
    expect(loss).toBeCloseTo(1.802232, 6);
    expectClose(gradient, [-0.570829, 0.170138, 0.525777, -0.125086]);
    expectClose(
      gradient,
      numericalGradient((moved) => plackettLuceLoss(moved, order).loss, scores),
      8,
    );
  });
  it("has InstructGPT's mean pair loss and gradient", () => {
    const { loss, gradient } = meanPairLoss(scores, pairs);
    expect(pairs).toHaveLength(6);
    expect(loss).toBeCloseTo(0.348717, 6);
    expectClose(gradient, [-0.144846, 0.055561, 0.110384, -0.0211]);
    expectClose(
      gradient,
      numericalGradient((moved) => meanPairLoss(moved, pairs).loss, scores),
      8,
    );
  });
  it("is Bradley–Terry for two", () => {
    const expected = -Math.log(sigmoid(0.9));
    expect(plackettLuceLoss([1.2, 0.3], [0, 1]).loss).toBeCloseTo(expected, 12);
    expect(meanPairLoss([1.2, 0.3], rankingPairs([[0], [1]])).loss).toBeCloseTo(expected, 12);
  });

  it("weighs pairs: two is the pair twice, nothing its absence, and a prompt of unsure pairs counts less", () => {
    const scores = [0.4, -0.2, 1.1];
    const [first, second] = [
      { better: 0, worse: 1, target: 1 },
      { better: 1, worse: 2, target: 0.8 },
    ];
    const same = (one: Parameters<typeof meanPairLoss>[1], other: typeof one) => {
      const [left, right] = [meanPairLoss(scores, one), meanPairLoss(scores, other)];
      expect(left.loss).toBeCloseTo(right.loss, 12);
      expectClose(left.gradient, right.gradient, 12);
    };
    same([{ ...first, weight: 2 }, second], [first, first, second]);
    same([{ ...first, weight: 0 }, second], [second]);
    same([{ ...first, weight: 1 }, second], [first, second]);
    const half = meanPairLoss(scores, [{ ...first, weight: 0.5 }]);
    expect(half.loss).toBeCloseTo(meanPairLoss(scores, [first]).loss / 2, 12);
    expect(meanPairLoss(scores, [{ ...first, weight: 0 }]).gradient).toEqual([0, 0, 0]);
  });
  it("does not see a constant added to all scores", () => {
    const shifted = scores.map((score) => score + 7);
    expect(meanPairLoss(shifted, pairs).loss).toBeCloseTo(meanPairLoss(scores, pairs).loss, 12);
    expect(plackettLuceLoss(shifted, order).loss).toBeCloseTo(plackettLuceLoss(scores, order).loss, 12);
  });
  it("asks for margins", () => {
    expectClose(
      [1 / 3, 1, 0].map((margin) => pairLoss(0.7, 1, margin).loss),
      [0.526526, 0.854355, 0.403186],
    );
  });
  it("holds equals at one half", () => {
    const tied = rankingPairs([[0, 1], [2]]);
    expect(tied).toEqual([
      { better: 0, worse: 1, target: 0.5 },
      { better: 0, worse: 2, target: 1 },
      { better: 1, worse: 2, target: 1 },
    ]);
    expect(pairLoss(0, 0.5)).toEqual({ loss: Math.LN2, gradient: 0 });
    expect([softLabel(0), softLabel(1)]).toEqual([0.5, 1]);
    expect(pairAccuracy([0, 0, 0], tied)).toBe(0.5);
    expect(pairAccuracy([3, 2, 1], tied)).toBeCloseTo(2.5 / 3, 12);
  });
  it("has Davidson's and Rao–Kupper's ties", () => {
    const outcomes = ({ win, tie, loss }: ReturnType<typeof davidson>) => [win, tie, loss];
    expectClose(outcomes(davidson(0.7, 0.5)), [0.540854, 0.190567, 0.26858]);
    expectClose(outcomes(raoKupper(0.7, 1.5)), [0.573106, 0.178177, 0.248717]);
  });
});

describe("Bradley–Terry strengths (G11)", () => {
  it("finds the maximum of the likelihood", () => {
    const strengths = fitBradleyTerry([
      [0, 7, 9],
      [3, 0, 6],
      [1, 4, 0],
    ]);
    expectClose(strengths, [0.943606, -0.160161, -0.783445]);
  });
  it("recovers true strengths with an error that falls as 1/√N", () => {
    const rootMeanSquares = [1_000, 100_000].map((judgements) => {
      const errors = [1, 2, 3, 4, 5, 6].map((seed) => recoveryError(seed, judgements));
      return mean(errors);
    });
    expect(rootMeanSquares[0]).toBeGreaterThan(0.07);
    expect(rootMeanSquares[0]).toBeLessThan(0.18);
    expect(rootMeanSquares[0]! / rootMeanSquares[1]!).toBeGreaterThan(7);
    expect(rootMeanSquares[0]! / rootMeanSquares[1]!).toBeLessThan(14);
  });
});

/** Root mean square error of eight N(0, 1) strengths fitted to random pairs judged by Bradley–Terry. */
function recoveryError(seed: number, judgements: number): number {
  const random = createRandom(seed);
  const raw = Array.from({ length: 8 }, () => random.normal());
  const truth = raw.map((strength) => strength - mean(raw));
  const wins = truth.map(() => new Array<number>(8).fill(0));
  for (let judgement = 0; judgement < judgements; judgement++) {
    const [first, second] = random.shuffle([0, 1, 2, 3, 4, 5, 6, 7]) as [number, number];
    const firstWins = random.uniform() < sigmoid(truth[first]! - truth[second]!);
    if (firstWins) wins[first]![second]! += 1;
    else wins[second]![first]! += 1;
  }
  const fitted = fitBradleyTerry(wins);
  return Math.sqrt(mean(fitted.map((strength, item) => (strength - truth[item]!) ** 2)));
}

describe("KL-regularised bandit (G13, G14)", () => {
  const reference = [0.5, 0.3, 0.2];
  const bandit = [0, 1, 2];

  it("has a closed optimum", () => {
    const { policy, value } = regularisedOptimum(reference, bandit, 1);
    expectClose(policy, [0.179, 0.291944, 0.529056]);
    expect(value).toBeCloseTo(1.027222, 6);
    expect(categoricalKl(policy, reference)).toBeCloseTo(0.32283, 4);
    expectClose(regularisedOptimum(reference, bandit, 0.5).policy, [0.036667, 0.162559, 0.800774]);
    expectClose(regularisedOptimum(reference, bandit, 5).policy, [0.429263, 0.314582, 0.256154]);
  });

  it("is where DPO on Bradley–Terry labels ends as well", () => {
    const beta = 1;
    const logits = reference.map(Math.log);
    const referenceLogits = reference.map(Math.log);
    for (let step = 0; step < 4000; step++) {
      const gradient = [0, 0, 0];
      for (let chosen = 0; chosen < 3; chosen++) {
        for (let rejected = 0; rejected < 3; rejected++) {
          if (chosen === rejected) continue;
          const difference =
            logits[chosen]! - referenceLogits[chosen]! - (logits[rejected]! - referenceLogits[rejected]!);
          const preference = sigmoid(bandit[chosen]! - bandit[rejected]!);
          const slope = preference * dpoLoss(difference, beta).gradient;
          gradient[chosen]! += slope;
          gradient[rejected]! -= slope;
        }
      }
      for (let arm = 0; arm < 3; arm++) logits[arm]! -= 0.5 * gradient[arm]!;
    }
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expectClose(
      logits.map((logit) => Math.exp(logit) / total),
      regularisedOptimum(reference, bandit, beta).policy,
    );
  });
});

describe("reward normalisation (G19)", () => {
  it("brings a reference set to mean 0 and deviation 1", () => {
    const scores = [2, 4, 4, 4, 5, 5, 7, 9];
    const { gain, bias } = fitNormalisation(scores);
    expectClose([gain, bias], [0.5, -2.5], 12);
    const normalised = scores.map((score) => gain * score + bias);
    expectClose([mean(normalised), variance(normalised)], [0, 1], 12);
  });
});
