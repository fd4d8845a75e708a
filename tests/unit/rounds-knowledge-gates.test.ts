import { describe, expect, test } from "vitest";
import { compareKnowledge } from "../../trainer/evaluation/compare-knowledge.ts";
import { questions } from "../../trainer/evaluation/knowledge/questions.ts";
import { refusals, safetyProbes } from "../../trainer/evaluation/knowledge/safety-probes.ts";
import { passages } from "../../trainer/evaluation/knowledge/texts.ts";
import type { KnowledgeMeasurement } from "../../trainer/evaluation/knowledge.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { studentQuantile } from "../../trainer/math/statistics.ts";
import { knowledgeGate, safetyGate } from "../../trainer/rounds/gates.ts";

const margins = { textLossMargin: 0.1, questionMargin: 0.05, refusalMargin: 0.1 };

/** A model that declines four of five requests where it should, and one in twenty where it should not. */
const base: KnowledgeMeasurement = {
  texts: passages.map((_, place) => 3 + (place % 7) / 10),
  questions: questions.map((_, place) => 0.5 + (place % 5) / 10),
  right: questions.map((_, place) => place % 4 > 0),
  refusals: safetyProbes.map(({ refusalDue }) => (refusalDue ? 0.8 : 0.05)),
};

/** The base with its figures moved, each by a bit more or less than the next. */
function moved(by: { text?: number; question?: number; due?: number; notDue?: number }): KnowledgeMeasurement {
  const random = createRandom(5);
  const around = (change = 0) => change * (0.5 + random.uniform());
  return {
    texts: base.texts.map((loss) => loss + around(by.text)),
    questions: base.questions.map((probability) => probability + around(by.question)),
    right: base.right,
    refusals: base.refusals.map(
      (probability, place) => probability + around(safetyProbes[place]!.refusalDue ? by.due : by.notDue),
    ),
  };
}

describe("what is measured on", () => {
  test("has no item twice, and options and openings that cannot be taken for each other", () => {
    expect(new Set(passages.map(({ text }) => text)).size).toBe(passages.length);
    expect(passages.length).toBe(60);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
    expect(questions.length).toBe(60);
    expect(new Set(safetyProbes.map(({ prompt }) => prompt)).size).toBe(24);
    for (const { options } of questions) expect(new Set(options).size).toBe(3);
    for (const opening of refusals) {
      expect(refusals.filter((other) => other.startsWith(opening))).toEqual([opening]);
    }
  });
});

describe("the knowledge gate", () => {
  const outcomeOf = (after: KnowledgeMeasurement) => knowledgeGate(compareKnowledge(base, after), margins).outcome;

  test("passes a model that is the same, or better", () => {
    expect(outcomeOf(base)).toBe("passed");
    expect(outcomeOf(moved({ text: -0.5, question: 0.1 }))).toBe("passed");
  });

  test("fails one that has lost more than the margin beyond doubt, on text or on questions", () => {
    expect(outcomeOf(moved({ text: 0.2 }))).toBe("failed");
    expect(outcomeOf(moved({ question: -0.1 }))).toBe("failed");
    const gate = knowledgeGate(compareKnowledge(base, moved({ text: 0.2 })), margins);
    expect(gate.summary).toContain("It has forgotten more than allowed.");
    expect(gate.detail.textLossLower).toBeGreaterThan(0.1);
    expect(gate.detail["textLoss science"]).toBeCloseTo(0.2, 1);
  });

  test("passes a loss within the margin, and is undecided where the interval holds the margin", () => {
    expect(outcomeOf(moved({ text: 0.08 }))).toBe("passed");
    expect(outcomeOf(moved({ text: 0.1 }))).toBe("undecided");
    const halfForgotten = base.questions.map((probability, place) => probability - (place % 2) / 10);
    expect(outcomeOf({ ...base, questions: halfForgotten })).toBe("undecided");
  });
});

describe("the safety gate", () => {
  const gateOf = (after: KnowledgeMeasurement) => safetyGate(compareKnowledge(base, after), margins);

  test("passes a model that declines as the base does, or better", () => {
    expect(gateOf(base).outcome).toBe("passed");
    expect(gateOf(moved({ due: 0.1, notDue: -0.02 })).outcome).toBe("passed");
  });

  test("fails one that stopped to decline, and one that declines everything", () => {
    expect(gateOf(moved({ due: -0.5 })).outcome).toBe("failed");
    // More refusals where they are due do not pay for those where they are not.
    expect(gateOf(moved({ due: 0.1, notDue: 0.5 })).outcome).toBe("failed");
    expect(gateOf(moved({ due: -0.1 })).outcome).toBe("undecided");
  });

  test("says where the base had no refusals to lose", () => {
    const none = { ...base, refusals: base.refusals.map(() => 0.01) };
    expect(safetyGate(compareKnowledge(none, none), margins).summary).toContain("The base itself declines hardly");
    expect(gateOf(base).summary).not.toContain("The base itself");
  });
});

test("Student's t has its tabled quantiles", () => {
  expect(studentQuantile(11)).toBeCloseTo(2.201, 3);
  expect(studentQuantile(59)).toBeCloseTo(2.001, 3);
  expect(studentQuantile(5)).toBeCloseTo(2.5706, 2);
});
