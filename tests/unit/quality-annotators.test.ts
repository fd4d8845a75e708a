import { describe, expect, test } from "vitest";
import { createUniform } from "../../lib/agreement/bootstrap.ts";
import { type Judgement, ranksOf } from "../../lib/agreement/judgements.ts";
import { measureAgreement } from "../../lib/agreement/measure-agreement.ts";
import { assessAnnotators } from "../../lib/quality/assess-annotators.ts";
import { positionBias, wilson } from "../../lib/quality/position-bias.ts";

const uniform = createUniform(11);
const shuffled = (ids: string[]) =>
  ids
    .map((id) => ({ id, at: uniform() }))
    .sort((one, other) => one.at - other.at)
    .map(({ id }) => id);

/** The id's last letter says how good an answer is; its beginning, by which pairs are oriented, says nothing. */
const byQuality = (ids: readonly string[]) => [...ids].sort((one, other) => one.at(-1)!.localeCompare(other.at(-1)!));

/** Four answers a task, "a" the best; a careful person swaps neighbours now and then. */
const decide = {
  careful: (shown: string[]) => {
    const order = byQuality(shown);
    const at = Math.floor(uniform() * 9);
    return at < 3
      ? order.map((id, place) => (place === at ? order[at + 1]! : place === at + 1 ? order[at]! : id))
      : order;
  },
  hasty: (shown: string[]) => shuffled(shown),
  first: (shown: string[]) => shown,
};

function simulate(people: (keyof typeof decide)[], tasks: number): Judgement[] {
  return Array.from({ length: tasks }, (_, task) => {
    const purpose = task % 10 === 0 ? "gold" : "work";
    const ids = ["a", "b", "c", "d"].map((letter) => `${uniform()}${letter}`);
    return people.map((person, number): Judgement => {
      const shown = shuffled(ids);
      const ranking = decide[person](shown).map((id) => [id]);
      return {
        id: `${task} ${number}`,
        // Everybody has a copy of a gold task to themself.
        taskId: purpose === "gold" ? `task ${task} of ${number}` : `task ${task}`,
        userId: `${person} ${number}`,
        kind: "rank",
        purpose,
        repeatOfId: purpose === "gold" ? `task ${task}` : null,
        tags: [task % 2 ? "odd" : "even"],
        shown,
        ranks: ranksOf(ranking, shown),
        ratings: null,
        grade: null,
        noneAcceptable: false,
        seconds: person === "careful" ? 40 : 2,
        characters: 1800,
        createdAt: new Date(Date.UTC(2026, 0, 1 + task)),
      };
    });
  }).flat();
}

const people: (keyof typeof decide)[] = ["careful", "careful", "hasty", "first"];
const judgements = simulate(people, 120);
const golds = new Map(
  judgements
    .filter(({ purpose }) => purpose === "gold")
    .map(({ repeatOfId, shown }) => [repeatOfId!, byQuality(shown).map((id) => [id])]),
);

describe("assessing annotators", () => {
  const assessed = assessAnnotators(judgements, golds);
  const of = (userId: string) => assessed.find((annotator) => annotator.userId === userId)!;

  test("flags nobody who is careful", () => {
    for (const careful of ["careful 0", "careful 1"]) {
      expect(of(careful).suspicions).toEqual([]);
      expect(of(careful).gold.share).toBeGreaterThan(0.9);
      expect(of(careful).reliability!.low).toBeGreaterThan(0.7);
    }
  });

  test("tells somebody hasty from somebody who takes the answers as shown", () => {
    const hasty = of("hasty 2").suspicions.map(({ kind }) => kind);
    const first = of("first 3").suspicions.map(({ kind }) => kind);
    expect(hasty).toEqual(expect.arrayContaining(["gold", "pace", "agreement", "reliability"]));
    expect(hasty).not.toContain("position");
    expect(first).toEqual(expect.arrayContaining(["gold", "position", "reliability"]));
    expect(of("first 3").bias!.first.share).toBe(1);
    expect(of("hasty 2").bias!.first.low).toBeLessThan(0.25);
    expect(of("hasty 2").bias!.first.high).toBeGreaterThan(0.25);
  });

  test("measures the others without those who are excluded", () => {
    const without = assessAnnotators(judgements, golds, new Set(["hasty 2", "first 3"]));
    const careful = without.find(({ userId }) => userId === "careful 0")!;
    expect(careful.agreement.share).toBeGreaterThan(of("careful 0").agreement.share! + 0.15);
    const hasty = without.find(({ userId }) => userId === "hasty 2")!;
    expect(hasty.reliability).toBeNull();
    expect(hasty.agreement.share).toBeCloseTo(0.5, 1);
  });

  test("counts a repeat against the first judgement of the same answers", () => {
    const [original] = judgements;
    const repeat: Judgement = {
      ...original!,
      id: "again",
      taskId: "again",
      purpose: "repeat",
      repeatOfId: original!.taskId,
    };
    const [one] = assessAnnotators([original!, repeat], new Map());
    expect(one!.consistency).toMatchObject({ share: 1, count: 6, tasks: 1 });
    expect(one!.judgements).toBe(0);
  });
});

describe("agreement of a project", () => {
  const work = judgements.filter(({ purpose }) => purpose === "work");

  test("is high between careful people and falls with the others, in every figure", () => {
    const careful = measureAgreement(work.filter(({ userId }) => userId.startsWith("careful")));
    const all = measureAgreement(work);
    expect(careful).toMatchObject({ tasks: 108, people: 2 });
    expect(careful.decided.share).toBeGreaterThan(0.85);
    expect(all.decided.share).toBeLessThan(0.65);
    const ordinal = ({ alphas }: typeof all) => alphas.find(({ metric }) => metric === "ordinal")!.estimate;
    expect(ordinal(careful).low).toBeGreaterThan(ordinal(all).high!);
    for (const figure of ["fleiss", "cohen", "tau", "concordance"] as const) {
      expect(careful[figure]!.low).toBeGreaterThan(all[figure]!.high!);
      expect(careful[figure]!.low).toBeLessThanOrEqual(careful[figure]!.value);
      expect(careful[figure]!.high).toBeGreaterThanOrEqual(careful[figure]!.value);
    }
    expect(all.byTag.map(({ tag }) => tag).sort()).toEqual(["even", "odd"]);
    expect(all.byWeek.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(108);
    expect(all.byWeek[0]!.week).toBe("2025-12-29");
  });

  test("of ratings and graded comparisons has an alpha of its own", () => {
    const rated = work.map(
      (judgement): Judgement => ({
        ...judgement,
        kind: "rate",
        ratings: new Map(judgement.shown.map((id) => [id, id.endsWith("a") ? 6 : 2])),
      }),
    );
    const compared = work.map(
      (judgement): Judgement => ({ ...judgement, kind: "compare", grade: 1 + (judgement.createdAt.getDate() % 3) }),
    );
    const perfect = { estimate: { value: 1 } };
    expect(measureAgreement(rated).alphas[0]).toMatchObject({ kind: "rate", metric: "ordinal", ...perfect });
    expect(measureAgreement(compared).alphas[0]).toMatchObject({ kind: "compare", metric: "ordinal", ...perfect });
  });

  test("says nothing where no task has two judgements", () => {
    expect(measureAgreement(work.filter(({ userId }) => userId === "hasty 2"))).toMatchObject({
      tasks: 0,
      decided: { share: null },
      alphas: [],
      fleiss: null,
      tau: null,
    });
  });
});

describe("position bias", () => {
  test("has an interval about zero for somebody who does not look at places, in nine of ten and more", () => {
    let clear = 0;
    for (let trial = 0; trial < 200; trial++) {
      const random = simulate(["hasty"], 30);
      const { low, high } = positionBias(random)!.correlation;
      if (low <= 0 && high >= 0) clear++;
    }
    expect(clear / 200).toBeGreaterThan(0.9);
  });

  test("takes Wilson's interval, as in the published example of 1 in 10", () => {
    // Brown, Cai and DasGupta 2001, Statistical Science 16:101–133: properties checked at the edges.
    expect(wilson(0, 10).low).toBe(0);
    expect(wilson(0, 10).high).toBeCloseTo(0.2775, 3);
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 3);
  });
});
