import { describe, expect, test } from "vitest";
import { bootstrapOverTasks, createUniform } from "../../lib/agreement/bootstrap.ts";
import { crowdBradleyTerry, type JudgedPair } from "../../lib/agreement/crowd-bradley-terry.ts";
import { cohenKappa, type FleissCounts, fleissCounts, fleissKappa } from "../../lib/agreement/kappa.ts";
import { kendallTau, kendallW } from "../../lib/agreement/kendall.ts";
import { krippendorffAlpha } from "../../lib/agreement/krippendorff-alpha.ts";

describe("Krippendorff's alpha", () => {
  // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, gaps.
  const gap = Number.NaN;
  const observers = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
    [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
  ];
  const units = observers[0]!.map((_, unit) =>
    observers.map((row) => row[unit]!).filter((value) => !Number.isNaN(value)),
  );

  test.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("%s is %f in the published example", (metric, published) => {
    expect(krippendorffAlpha(units, metric)).toBeCloseTo(published, 3);
  });

  test("says nothing where nothing varies or nobody met", () => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [1, 1],
        ],
        "ordinal",
      ),
    ).toBeNull();
    expect(krippendorffAlpha([[1], [2]], "ordinal")).toBeNull();
  });
});

describe("kappa", () => {
  test("Cohen's in three worked examples", () => {
    // Wikipedia, "Cohen's kappa": 50 grant proposals, then two tables of 100 with the same share of agreement.
    expect(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 10);
    expect(
      cohenKappa([
        [45, 15],
        [25, 15],
      ]),
    ).toBeCloseTo(0.1304, 4);
    expect(
      cohenKappa([
        [25, 35],
        [5, 35],
      ]),
    ).toBeCloseTo(0.2593, 4);
  });

  test("Fleiss' in the worked example of 14 people on 10 items in 5 categories", () => {
    // Wikipedia, "Fleiss' kappa".
    const rows = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const sum = rows.map(fleissCounts).reduce(
      (total, counts): FleissCounts => ({
        items: total.items + counts.items,
        alike: total.alike + counts.alike,
        categories: total.categories.map((count, at) => count + counts.categories[at]!),
      }),
    );
    expect(sum.alike / sum.items).toBeCloseTo(0.378, 3);
    expect(fleissKappa(sum)).toBeCloseTo(0.21, 3);
  });
});

describe("Kendall's statistics", () => {
  test("tau without ties is the difference of agreeing and disagreeing pairs", () => {
    // Five of six pairs agree, by hand.
    expect(kendallTau([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(4 / 6, 10);
    expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
  });

  test("tau-b with ties", () => {
    // The example of scipy.stats.kendalltau's documentation.
    expect(kendallTau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 12);
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  test("W of three executives on six applicants", () => {
    // Siegel 1956, Nonparametric Statistics, chapter 9: W = .16.
    const executives = [
      [1, 6, 3, 2, 5, 4],
      [1, 5, 6, 4, 2, 3],
      [6, 3, 2, 5, 4, 1],
    ];
    expect(kendallW(executives)).toBeCloseTo(25.5 / 157.5, 10);
  });

  test("W corrected for ties", () => {
    // Siegel 1956, chapter 9, three rankings of ten with ties: W = .828.
    const rankings = [
      [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
      [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
      [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ];
    expect(kendallW(rankings)).toBeCloseTo(0.828, 3);
  });
});

describe("the bootstrap over tasks", () => {
  test("covers the truth about as often as it says", () => {
    const uniform = createUniform(7);
    let covered = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      // Three judgements a task that stand or fall together, right with probability 0.7.
      const tasks = Array.from({ length: 60 }, () => Float64Array.of(uniform() < 0.7 ? 3 : 0, 3));
      const { low, high } = bootstrapOverTasks(tasks, (sum) => sum[0]! / sum[1]!)!;
      if (low! <= 0.7 && high! >= 0.7) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.88);
    expect(covered / trials).toBeLessThan(0.99);
  });

  test("claims no interval for a handful", () => {
    const tasks = [Float64Array.of(1, 2), Float64Array.of(2, 2)];
    expect(bootstrapOverTasks(tasks, (sum) => sum[0]! / sum[1]!)).toEqual({ value: 0.75, low: null, high: null });
  });
});

describe("Crowd-BT", () => {
  /** 3,000 comparisons of 30 answers by six people of known reliability. */
  function simulate(seed: number) {
    const truth = [0.98, 0.95, 0.9, 0.75, 0.5, 0.15];
    const uniform = createUniform(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const strengths = Array.from({ length: 30 }, () => 2 * normal());
    const judged: JudgedPair[] = [];
    while (judged.length < 3000) {
      const one = Math.floor(uniform() * 30);
      const other = Math.floor(uniform() * 30);
      if (one === other) continue;
      const annotator = Math.floor(uniform() * 6);
      const oneWins = uniform() < 1 / (1 + Math.exp(strengths[other]! - strengths[one]!));
      const says = uniform() < truth[annotator]! ? oneWins : !oneWins;
      const [better, worse] = says ? [one, other] : [other, one];
      judged.push({
        annotator: String(annotator),
        better: String(better),
        worse: String(worse),
        task: String(judged.length),
      });
    }
    return { truth, strengths, judged };
  }

  test("finds who is careful, who tosses coins and who reverses, within its intervals", () => {
    let covered = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { truth, strengths, judged } = simulate(seed);
      const fitted = crowdBradleyTerry(judged);
      for (const [annotator, reliability] of truth.entries()) {
        const { value, low, high } = fitted.reliabilities.get(String(annotator))!;
        expect(Math.abs(value - reliability)).toBeLessThan(0.09);
        if (low <= reliability && reliability <= high) covered++;
      }
      const estimates = strengths.map((_, item) => fitted.strengths.get(String(item))!);
      expect(kendallTau(estimates, strengths)).toBeGreaterThan(0.8);
    }
    // 30 intervals at 95 %, shrunk a little by the prior.
    expect(covered).toBeGreaterThanOrEqual(25);
  });
});
