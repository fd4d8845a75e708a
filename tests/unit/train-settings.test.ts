import { describe, expect, it } from "vitest";
import { overSeeds } from "../../bin/commands/train/figures.ts";
import { methodSettings, methods } from "../../bin/commands/train/method-settings.ts";
import { differencesFromDefaults, effectiveSettings, settingsHelp } from "../../bin/commands/train/settings.ts";
import { dpoDefaults } from "../../trainer/algorithms/dpo-config.ts";
import { groupPolicyDefaults, grpoDefaults } from "../../trainer/algorithms/group-policy-config.ts";
import { ppoDefaults } from "../../trainer/algorithms/ppo-config.ts";
import { rewardDefaults } from "../../trainer/algorithms/reward-config.ts";
import { sftDefaults } from "../../trainer/algorithms/sft-config.ts";

describe("settings of the training commands", () => {
  const defaults = {
    sft: sftDefaults,
    reward: rewardDefaults,
    ppo: ppoDefaults,
    rloo: groupPolicyDefaults,
    grpo: grpoDefaults,
    dpo: dpoDefaults,
  };

  it.each(methods)("has every setting of %s with the algorithm's default, and explains it", (method) => {
    const { seed, ...expected } = defaults[method];
    expect(seed).toBe(1);
    expect(methodSettings[method].parse({})).toEqual(expected);
    for (const line of settingsHelp(method).split("\n").slice(1)) expect(line.trim().split(/ {2,}/).length).toBe(4);
  });

  it("takes single values over JSON, and reaches inside", () => {
    const settings = effectiveSettings("sft", {
      settings: '{"epochs": 3, "learningRate": 0.01}',
      set: ["epochs=4", "schedule.kind=constant"],
    });
    expect(settings).toMatchObject({ epochs: 4, learningRate: 0.01, schedule: { kind: "constant", warmupSteps: 2 } });
    expect(differencesFromDefaults("sft", settings)).toEqual({
      epochs: 4,
      learningRate: 0.01,
      "schedule.kind": "constant",
    });
  });

  it.each([
    ["sft", "epochs=0", "epochs = 0: Too small"],
    ["dpo", "epochs=0", "epochs = 0: Too small"],
    ["dpo", "los=ipo", "Did you mean loss?"],
    ["grpo", "schedule.kind=cosin", "Did you mean cosine?"],
    ["rloo", "scaleRewards=true", "rloo has no setting scaleRewards"],
    ["ppo", "epochs", "it is not key=value"],
  ] as const)("refuses %s with %s", (method, assignment, reason) => {
    expect(() => effectiveSettings(method, { set: [assignment] })).toThrow(reason);
  });

  it("gives a mean over three seeds the interval of Student's t", () => {
    const { loss } = overSeeds([1, 2, 3].map((value) => ({ loss: { value } })));
    expect(loss!.value).toBe(2);
    expect(loss!.upper! - 2).toBeCloseTo(4.30265 / Math.sqrt(3), 4);
  });
});
