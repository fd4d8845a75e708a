import { describe, expect, test } from "vitest";
import {
  emptyArrangement,
  isComplete,
} from "../../app/(annotate)/projects/[projectId]/annotate/_workspace/arrangement.ts";
import {
  decide,
  duelOf,
  insertionOf,
  questionsLeft,
} from "../../app/(annotate)/projects/[projectId]/annotate/_workspace/insertion.ts";

/** Answers all questions by a person's true places; returns what was asked and what came out. */
function play(places: Record<string, number>) {
  let arrangement = emptyArrangement(Object.keys(places));
  let insertion = insertionOf(arrangement, null);
  const asked: string[] = [];
  const left: number[] = [];
  for (let duel = duelOf(arrangement, insertion); duel; duel = duelOf(arrangement, insertion)) {
    left.push(questionsLeft(arrangement, insertion));
    asked.push([duel.one, duel.other].sort().join());
    const result = Math.sign(places[duel.one]! - places[duel.other]!) as -1 | 0 | 1;
    ({ arrangement, insertion } = decide(arrangement, insertion!, result));
  }
  return { arrangement, asked, left };
}

/** Every order of so many answers with ties, as places. */
function* allPlaces(count: number): Generator<number[]> {
  const total = count ** count;
  for (let code = 0; code < total; code++) {
    yield Array.from({ length: count }, (_, at) => Math.floor(code / count ** at) % count);
  }
}

const letters = "abcdefghi";

describe("one against one", () => {
  test.each([2, 3, 4])("finds every order of %i answers, ties among them, without a needless question", (count) => {
    const most = Array.from({ length: count - 1 }, (_, at) => Math.ceil(Math.log2(at + 2))).reduce((a, b) => a + b);
    for (const values of allPlaces(count)) {
      const places = Object.fromEntries(values.map((place, at) => [letters[at]!, place]));
      const { arrangement, asked, left } = play(places);
      expect(isComplete(arrangement)).toBe(true);
      const distinct = [...new Set(values)].sort((one, other) => one - other);
      const truth = distinct.map((place) => Object.keys(places).filter((id) => places[id] === place));
      expect(arrangement.groups.map((group) => [...group].sort())).toEqual(truth);
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.length).toBeLessThanOrEqual(most);
      for (const [at, bound] of left.entries()) expect(bound).toBeGreaterThanOrEqual(asked.length - at);
    }
  });

  test("nine answers take 21 questions at most", () => {
    for (let trial = 0; trial < 200; trial++) {
      const places = Object.fromEntries(
        [...letters].map((id, at) => [id, (at * 7 + trial * 13 + ((trial * at) % 5)) % 11]),
      );
      expect(play(places).asked.length).toBeLessThanOrEqual(21);
    }
  });

  test("goes on where an arrangement was left, and begins anew where it changed", () => {
    const arrangement = { ...emptyArrangement(["a", "b", "c"]), groups: [["b"]] };
    expect(insertionOf(arrangement, null)).toEqual({ id: "a", from: 0, to: 1 });
    expect(insertionOf(arrangement, { id: "c", from: 0, to: 1 })).toEqual({ id: "c", from: 0, to: 1 });
    expect(insertionOf(arrangement, { id: "b", from: 0, to: 1 })).toEqual({ id: "a", from: 0, to: 1 });
    expect(insertionOf({ ...arrangement, groups: [["a"], ["b"], ["c"]] }, null)).toBeNull();
  });
});
