import { expect, it } from "vitest";
import { describeSettings } from "../../lib/rounds/describe-settings.ts";
import { roundSettings } from "../../lib/rounds/settings.ts";

it("marks no setting where all are at their defaults", () => {
  const lines = describeSettings(roundSettings.parse({}));
  expect(lines).toContain("  ppo.updates = 24");
  expect(lines).toContain("  ppo.targetKl = null");
  expect(lines.filter((line) => line.startsWith("*"))).toEqual([]);
});

it("marks what differs, nested ones and null too, and says the default", () => {
  const settings = roundSettings.parse({ seed: 7, ppo: { updates: 3, missingEosScore: null } });
  expect(describeSettings(settings).filter((line) => line.startsWith("*"))).toEqual([
    "* seed = 7 (default 1)",
    "* ppo.updates = 3 (default 24)",
    "* ppo.missingEosScore = null (default -1)",
  ]);
});
