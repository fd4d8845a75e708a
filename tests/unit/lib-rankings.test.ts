import { describe, expect, test } from "vitest";
import { normaliseComparisons } from "../../lib/annotations/normalise-comparisons.ts";
import { faultOfRanking } from "../../lib/annotations/ranking.ts";

describe("a ranking as comparisons", () => {
  test("has every pair once: across groups a winner, within a group a tie", () => {
    expect(normaliseComparisons([["b"], ["a", "d"], ["c"]])).toEqual([
      { better: "b", worse: "a", tie: false, strength: 1 },
      { better: "b", worse: "d", tie: false, strength: 1 },
      { better: "b", worse: "c", tie: false, strength: 1 },
      { better: "a", worse: "d", tie: true, strength: 0 },
      { better: "a", worse: "c", tie: false, strength: 1 },
      { better: "d", worse: "c", tie: false, strength: 1 },
    ]);
  });

  test.each([2, 3, 4, 9])("of %i completions are k(k − 1)/2, tied or not", (k) => {
    const ids = Array.from({ length: k }, (_, position) => `c${position}`);
    for (const ranking of [ids.map((id) => [id]), [ids]]) {
      const pairs = normaliseComparisons(ranking).map(({ better, worse }) => [better, worse].sort().join());
      expect(new Set(pairs).size).toBe((k * (k - 1)) / 2);
      expect(pairs).toHaveLength((k * (k - 1)) / 2);
    }
  });
});

describe("a ranking that does not fit its task", () => {
  const ids = ["a", "b", "c"];
  test.each([
    [[["a"], ["b", "c"]], null],
    [[["c"], ["b"], ["a"]], null],
    [[["a"], ["b"]], "The ranking leaves out c."],
    [[["a"], ["b"], ["c"], ["x"]], "The ranking names a completion that is not part of the task: x."],
    [[["a", "a"], ["b"], ["c"]], "The ranking names a completion twice: a."],
  ])("%j: %s", (ranking, fault) => {
    expect(faultOfRanking(ranking, ids)).toBe(fault);
  });
});
