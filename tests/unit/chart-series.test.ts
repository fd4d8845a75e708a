import { describe, expect, it } from "vitest";
import { chartRows, latestValue, smooth, smoothedKey } from "../../app/_components/charts/series.ts";

const point = (step: number, value: number | null) => ({ step, values: { loss: value } });

describe("chart series", () => {
  it("smooth without pulling the first values towards zero, and through gaps", () => {
    expect(smooth([2, 2, 2], 0.9).map((value) => value!.toFixed(6))).toEqual(["2.000000", "2.000000", "2.000000"]);
    const [first, gap, last] = smooth([1, null, 3], 0.5);
    expect(first).toBe(1);
    expect(gap).toBeNull();
    // Weights 0.25 and 0.5 of mass 0.75.
    expect(last).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
  });

  it("show a missing step as a gap", () => {
    const rows = chartRows([point(0, 1), point(1, 1), point(2, 1), point(6, 1)], ["loss"]);
    expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 6]);
    expect(rows[3]!.loss).toBeUndefined();
  });

  it("do not take a wide spacing for a gap", () => {
    expect(chartRows([point(0, 1), point(10, 1), point(20, 1)], ["loss"])).toHaveLength(3);
  });

  it("draw what is not finite as a gap, and sort by step", () => {
    const rows = chartRows([point(1, Number.NaN), point(0, 4)], ["loss"]);
    expect(rows).toEqual([
      { step: 0, loss: 4, [smoothedKey("loss")]: 4 },
      { step: 1, loss: null, [smoothedKey("loss")]: null },
    ]);
  });

  it("thin long runs but keep the last value", () => {
    const points = Array.from({ length: 5001 }, (_, step) => point(step, step));
    const rows = chartRows(points, ["loss"], { limit: 100 }).filter(({ loss }) => loss != null);
    expect(rows.length).toBeLessThan(120);
    expect(rows.at(-1)!.loss).toBe(5000);
    expect(latestValue(points, "loss")).toBe(5000);
  });
});
