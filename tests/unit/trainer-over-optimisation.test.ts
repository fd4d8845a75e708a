import { describe, expect, it } from "vitest";
import { judgeEvaluations } from "../../trainer/evaluation/policy-guard.ts";
import type { Evaluation } from "../../trainer/evaluation/watch.ts";
import { courseOfGold, fitOverOptimisation } from "../../trainer/math/over-optimisation.ts";
import { overOptimisationGate, peopleGate } from "../../trainer/rounds/over-optimisation-gates.ts";

/** Four prompts around a mean, a little apart from evaluation to evaluation. */
const around = (level: number, shift = 0.01) => [level - 1, level - 1 + shift, level + 1 - shift, level + 1];

describe("the course of gold rewards", () => {
  it("stops at the third evaluation in a row that is more than a paired standard error below the best", () => {
    const course = [0, 0.5, 1, 0.6, 0.5, 0.4].map((level) => around(level));
    expect(courseOfGold(course.slice(0, 5))).toEqual({ best: 2, below: 2, stop: false });
    expect(courseOfGold(course)).toEqual({ best: 2, below: 3, stop: true });
  });

  it("counts anew after an evaluation within the error", () => {
    const within = [1.5, -0.5, 3, -0.4];
    const difference = within.reduce((sum, value, place) => sum + value - around(1)[place]!, 0) / 4;
    expect(difference).toBeLessThan(0);
    const course = [around(1), around(0.5), around(0.4), within, around(0.3), around(0.2)];
    expect(courseOfGold(course)).toEqual({ best: 0, below: 2, stop: false });
  });

  it("compares prompt by prompt: means that scatter far more than they fall are told apart", () => {
    const spread = [-50, 0, 50, 100];
    const fallen = (by: number) => spread.map((value, place) => value - by - 0.01 * place);
    expect(courseOfGold([spread, fallen(0.1), fallen(0.2), fallen(0.3)]).stop).toBe(true);
  });

  it("never stops on one prompt, which has no error, nor on equal rewards", () => {
    expect(courseOfGold([[3], [2], [1], [0]]).stop).toBe(false);
    expect(courseOfGold([around(1), around(1), around(1), around(1)])).toEqual({ best: 0, below: 0, stop: false });
  });
});

describe("what the guard keeps", () => {
  const evaluation = (update: number, gold: number | null, k1 = 0): Evaluation => ({
    update,
    kl: { k1, k3: k1 },
    proxy: update,
    gold: gold === null ? null : around(gold),
  });

  it("is the best by gold where the last lies below it, and the last where it does not", () => {
    const rising = [evaluation(0, 0), evaluation(3, 1), evaluation(6, 2)];
    expect(judgeEvaluations({ kind: "gold" }, rising)).toMatchObject({ stop: false, kept: { update: 6 } });
    const falling = [...rising, evaluation(9, 1)];
    expect(judgeEvaluations({ kind: "gold" }, falling)).toMatchObject({ stop: false, kept: { update: 6 } });
    const fallen = [...falling, evaluation(12, 1), evaluation(15, 0.5)];
    expect(judgeEvaluations({ kind: "gold" }, fallen)).toMatchObject({ stop: true, kept: { update: 6 } });
  });

  it("is the last within the ceiling where no gold model sees", () => {
    const rule = { kind: "ceiling", ceiling: 5 } as const;
    const within = [evaluation(0, null, 7), evaluation(3, null, 2), evaluation(6, null, 4)];
    expect(judgeEvaluations(rule, within)).toMatchObject({ stop: false, kept: { update: 6 } });
    const beyond = [...within, evaluation(9, null, 6)];
    expect(judgeEvaluations(rule, beyond)).toMatchObject({ stop: true, kept: { update: 6 } });
  });

  it("fails the gate where nothing that was learned is better than the start", () => {
    const evaluations = [evaluation(0, 1), evaluation(3, 0.5), evaluation(6, 0.4), evaluation(9, 0.3)];
    const rule = { kind: "gold" } as const;
    const verdict = judgeEvaluations(rule, evaluations);
    const accuracy = { mean: 0.7, lower: 0.6, upper: 0.8 };
    const gate = overOptimisationGate({
      rule,
      sight: { prompts: 40, judgements: 200, accuracy, sees: true },
      evaluations,
      verdict,
    });
    expect(gate).toMatchObject({ outcome: "failed", detail: { kept: 0, stopped: 9, sees: "yes" } });
  });
});

describe("the gate that asks people", () => {
  const blind = { prompts: 12, judgements: 30, accuracy: { mean: 0.6, lower: 0.5, upper: 0.7 }, sees: false };
  const seeing = { ...blind, accuracy: { mean: 0.7, lower: 0.6, upper: 0.8 }, sees: true };

  it("waits where no gold model can judge, always, or never, as the settings say", () => {
    expect(peopleGate("blind", seeing)).toBeNull();
    expect(peopleGate("never", blind)).toBeNull();
    expect(peopleGate("always", seeing)).toMatchObject({ name: "people", outcome: "undecided" });
    const gate = peopleGate("blind", blind)!;
    expect(gate.outcome).toBe("undecided");
    expect(gate.summary).toContain("60 % of the time");
    expect(gate.summary).toContain("above 55 %");
  });
});

it("fits Gao's curve to points on it, and says so where they are not", () => {
  const curve = (distance: number) => distance * (2 - 0.7 * Math.log(distance));
  const on = [0.3, 0.8, 1.5, 3, 6, 12].map((distance) => ({ distance, reward: curve(distance) }));
  const fit = fitOverOptimisation(on);
  expect(fit.alpha).toBeCloseTo(2, 10);
  expect(fit.beta).toBeCloseTo(0.7, 10);
  expect(fit.explained).toBeCloseTo(1, 10);
  const off = on.map(({ distance }, place) => ({ distance, reward: place % 2 === 0 ? 5 : -5 }));
  expect(fitOverOptimisation(off).explained).toBeLessThan(0.5);
});
