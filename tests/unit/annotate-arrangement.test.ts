import { createFormatter, createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import messages from "../../app/_messages/en/catalogue.ts";
import {
  type Arrangement,
  arrangementOf,
  dropBetween,
  dropOnto,
  emptyArrangement,
  isComplete,
  isUntouched,
  move,
  pick,
  placeOf,
  rankingOf,
  slots,
  takeOff,
  tie,
  unplaced,
} from "../../app/(annotate)/projects/[projectId]/annotate/_workspace/arrangement.ts";
import { orderWords } from "../../app/(annotate)/projects/[projectId]/annotate/_workspace/words.ts";

const shown = ["a", "b", "c", "d"];

/** What keys do: a letter is an answer's key, `=` the tie key with the last letter in focus. */
function press(keys: string, start: Arrangement = emptyArrangement(shown)): Arrangement {
  let focused: string | null = null;
  let arrangement = start;
  for (const key of keys) {
    arrangement = key === "=" ? tie(arrangement, focused) : pick(arrangement, key);
    if (key !== "=") focused = arrangement.leftOver ?? key;
  }
  return arrangement;
}

/** "ba=cd" reads: b, then a and c tied, then d. */
function written(arrangement: Arrangement): string {
  return rankingOf(arrangement)
    .map((group) => group.join("="))
    .join(">");
}

describe("picking answers, best first", () => {
  it("ranks four with three keys: the last one follows", () => {
    expect(written(press("bda"))).toBe("b>d>a>c");
    expect(isComplete(press("bda"))).toBe(true);
    expect(isComplete(press("bd"))).toBe(false);
  });

  it("takes the key of the one that followed as meant, not as taking it off", () => {
    expect(written(press("bdac"))).toBe("b>d>a>c");
    expect(written(press("bdacc"))).toBe("b>d>a");
  });

  it("ties what `=` stands between, and undoes a second `=`", () => {
    expect(written(press("b=d"))).toBe("b=d");
    expect(written(press("b=da"))).toBe("b=d>a>c");
    expect(written(press("b==d"))).toBe("b>d");
    expect(written(press("a=b=c=d"))).toBe("a=b=c=d");
  });

  it("takes a placed answer off, and with it the one that only followed", () => {
    const off = press("bdaa");
    expect(written(off)).toBe("b>d");
    expect(unplaced(off)).toEqual(["a", "c"]);
  });

  it("starts untouched and says so", () => {
    expect(isUntouched(emptyArrangement(shown))).toBe(true);
    expect(isUntouched(press("b"))).toBe(false);
    expect(isUntouched(press("bb"))).toBe(true);
  });
});

describe("moving by arrows", () => {
  it("starts from the order shown where nothing is placed", () => {
    expect(written(move(emptyArrangement(shown), "c", -1))).toBe("a>c>b>d");
  });

  it("passes a whole tie, and leaves one to its side", () => {
    const tied = arrangementOf(shown, [["a"], ["b", "c"], ["d"]]);
    expect(written(move(tied, "d", -1))).toBe("a>d>b=c");
    expect(written(move(tied, "b", -1))).toBe("a>b>c>d");
    expect(written(move(tied, "b", 1))).toBe("a>c>b>d");
  });

  it("stops at both ends", () => {
    const order = arrangementOf(shown, [["a"], ["b"], ["c"], ["d"]]);
    expect(written(move(order, "a", -1))).toBe("a>b>c>d");
    expect(written(move(order, "d", 1))).toBe("a>b>c>d");
  });
});

describe("tying once all are placed", () => {
  const order = arrangementOf(shown, [["a"], ["b"], ["c"], ["d"]]);

  it("joins the one above, and leaves again", () => {
    const tied = tie(order, "c");
    expect(written(tied)).toBe("a>b=c>d");
    expect(written(tie(tied, "c"))).toBe("a>b>c>d");
  });

  it("changes nothing for the best, or without a focus", () => {
    expect(tie(order, "a")).toBe(order);
    expect(tie(order, null)).toBe(order);
  });
});

describe("dropping", () => {
  const order = arrangementOf(shown, [["a"], ["b", "c"], ["d"]]);

  it.each([
    ["d", 0, "d>a>b=c"],
    ["a", 3, "b=c>d>a"],
    ["b", 1, "a>b>c>d"],
    ["b", 2, "a>c>b>d"],
    ["a", 0, "a>b=c>d"],
    ["a", 1, "a>b=c>d"],
  ])("%s before slot %i", (id, gap, expected) => {
    expect(written(dropBetween(order, id, gap))).toBe(expected);
  });

  it.each([
    ["a", 1, "b=c=a>d"],
    ["b", 0, "a=b>c>d"],
    ["b", 1, "a>b=c>d"],
  ])("%s onto slot %i", (id, slot, expected) => {
    expect(written(dropOnto(order, id, slot))).toBe(expected);
  });

  it("gives answers without a place one, in the order shown", () => {
    const partly = press("d");
    expect(slots(partly)).toEqual([["d"], ["a"], ["b"], ["c"]]);
    expect(written(dropBetween(partly, "c", 0))).toBe("c>d>a>b");
  });
});

it("never loses or doubles an answer, whatever is pressed", () => {
  const steps = [
    (arrangement: Arrangement, id: string) => pick(arrangement, id),
    (arrangement: Arrangement, id: string) => takeOff(arrangement, id),
    (arrangement: Arrangement, id: string) => move(arrangement, id, -1),
    (arrangement: Arrangement, id: string) => move(arrangement, id, 1),
    (arrangement: Arrangement, id: string) =>
      placeOf(arrangement, id) ? tie(arrangement, id) : tie(arrangement, null),
    (arrangement: Arrangement, id: string) => dropBetween(arrangement, id, slots(arrangement).length),
    (arrangement: Arrangement, id: string) => dropOnto(arrangement, id, 0),
  ];
  let state = 12345;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  let arrangement = emptyArrangement(shown);
  for (let step = 0; step < 5000; step++) {
    arrangement = steps[random(steps.length)]!(arrangement, shown[random(shown.length)]!);
    const all = [...arrangement.groups.flat(), ...unplaced(arrangement)];
    expect(all.toSorted()).toEqual(shown);
    expect(arrangement.groups.every((group) => group.length > 0)).toBe(true);
  }
});

it("says where an answer stands", () => {
  const order = arrangementOf(shown, [["a"], ["b", "c", "d"]]);
  const t = createTranslator({ locale: "en", messages, namespace: "annotate.order" });
  const { standing } = orderWords(t, createFormatter({ locale: "en" }));
  expect(standing(order, "a")).toBe("1st");
  expect(standing(order, "c")).toBe("2nd, tied with B and D");
  expect(standing(emptyArrangement(shown), "a")).toBe("no place yet");
});
