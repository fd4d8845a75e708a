import { describe, expect, test } from "vitest";
import type { HeldOutReport } from "../../trainer/evaluation/held-out.ts";
import type { PreferenceReport } from "../../trainer/math/preference-report.ts";
import { improvementGate, klGate, publicationGate, rewardGate, stateOf } from "../../trainer/rounds/gates.ts";

const validation = (logLoss: number, lower: number, upper: number, pairs = 60): PreferenceReport => ({
  prompts: 10,
  pairs,
  accuracy: 0.7,
  accuracyInterval: { lower: 0.6, upper: 0.8 },
  logLoss,
  logLossInterval: { lower, upper },
  brier: 0.2,
  calibrationError: 0.05,
  longerWins: 0.55,
  lengthCorrelation: 0.1,
  intervals: {
    brier: { lower: 0.15, upper: 0.25 },
    calibrationError: { lower: 0, upper: 0.1 },
    longerWins: { lower: 0.45, upper: 0.65 },
    lengthCorrelation: { lower: -0.1, upper: 0.3 },
  },
});

const heldOut = (mean: number, standardError: number, kl = 3, prompts = 12): HeldOutReport => {
  const side = { reward: 0.5, rewardStandardError: 0.1, meanLength: 30, endedShare: 0.9 };
  return {
    prompts,
    policy: { ...side, reward: 0.5 + mean },
    reference: side,
    improvement: { mean, standardError },
    kl: { k1: kl, standardError: 0.2, k3: kl },
  };
};

describe("the reward model's gate", () => {
  test("passes where the whole interval lies below a coin toss", () => {
    const gate = rewardGate(validation(0.6, 0.52, 0.68), null);
    expect(gate.outcome).toBe("passed");
    expect(gate.summary).toContain("0.600 (0.520 to 0.680");
    expect(gate.summary).toContain("longer answer has 55 %");
    expect(gate.detail).toMatchObject({ logLoss: 0.6, comparisons: 60, longerWins: 0.55 });
  });

  test("is undecided where the interval holds a coin toss, and with fewer than 20 comparisons", () => {
    expect(rewardGate(validation(0.66, 0.55, 0.7), null).outcome).toBe("undecided");
    expect(rewardGate(validation(0.3, 0.2, 0.4, 19), null).outcome).toBe("undecided");
    expect(rewardGate(validation(0.3, 0.2, 0.4, 20), null).outcome).toBe("passed");
    expect(rewardGate(null, null)).toMatchObject({ outcome: "undecided", detail: { comparisons: 0 } });
  });

  test("fails where it is no better than a coin toss, or dead, however little data there is", () => {
    expect(rewardGate(validation(0.8, 0.7, 0.9), null).outcome).toBe("failed");
    expect(rewardGate(null, "It gives everything the same score.")).toMatchObject({
      outcome: "failed",
      summary: "It gives everything the same score.",
    });
  });
});

describe("the policy's gates", () => {
  test("a gain counts from two paired standard errors on", () => {
    expect(improvementGate(heldOut(0.5, 0.2)).outcome).toBe("passed");
    expect(improvementGate(heldOut(0.5, 0.26)).outcome).toBe("undecided");
    expect(improvementGate(heldOut(-0.5, 0.2)).outcome).toBe("failed");
    expect(improvementGate(heldOut(-0.5, 0.2)).summary).toContain("−0.50 (−0.90 to −0.10)");
  });

  test("one held-out prompt says nothing", () => {
    expect(improvementGate(heldOut(5, Number.NaN, 3, 1)).outcome).toBe("undecided");
    expect(improvementGate(null).outcome).toBe("undecided");
  });

  test("the distance from the reference has a ceiling", () => {
    expect(klGate(heldOut(1, 0.1, 20), 20).outcome).toBe("passed");
    expect(klGate(heldOut(1, 0.1, 20.1), 20).outcome).toBe("failed");
    expect(klGate(null, 20).outcome).toBe("undecided");
  });

  test("a person may want to decide each time", () => {
    expect(publicationGate(true)).toBeNull();
    expect(publicationGate(false)!.outcome).toBe("undecided");
  });
});

test("one failed gate rejects, one undecided waits, all passed publish", () => {
  const outcomes = (...given: ("passed" | "failed" | "undecided")[]) => stateOf(given.map((outcome) => ({ outcome })));
  expect(outcomes("passed", "passed")).toBe("succeeded");
  expect(outcomes("passed", "undecided")).toBe("undecided");
  expect(outcomes("undecided", "failed", "passed")).toBe("rejected");
});
