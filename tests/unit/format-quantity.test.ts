import { describe, expect, it } from "vitest";
import { quantities } from "../../app/_components/format-quantity.ts";

describe("quantities", () => {
  const english = quantities("en");
  const german = quantities("de");

  it("have the decimal sign and the grouping of their language", () => {
    expect([english.formatCount(12_345), german.formatCount(12_345)]).toEqual(["12,345", "12.345"]);
    expect([english.formatFigure(0.1234), german.formatFigure(0.1234)]).toEqual(["0.123", "0,123"]);
    expect([english.formatFigure(-1234), german.formatFigure(-1234)]).toEqual(["−1,234", "−1.234"]);
    expect([english.formatFigure(0.000025), german.formatFigure(0.000025)]).toEqual(["2.5e-5", "2,5e-5"]);
    expect([english.formatPercent(0.0712), german.formatPercent(0.0712)]).toEqual(["7.1 %", "7,1 %"]);
    expect([english.formatBytes(1_500_000), german.formatBytes(1_500_000)]).toEqual(["1.5 MB", "1,5 MB"]);
    expect([english.formatTick(0.25), german.formatTick(-0.25)]).toEqual(["0.25", "−0,25"]);
  });

  it("say how long something takes", () => {
    expect([45, 200, 7500, 273_600].map(german.formatDuration)).toEqual([
      "45 s",
      "3 min 20 s",
      "2 h 05 min",
      "3 d 4 h",
    ]);
  });
});
