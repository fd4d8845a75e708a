import { describe, expect, it } from "vitest";
import {
  demonstrationsToLearn,
  estimateRoundSeconds,
  type RoundTimings,
} from "../../lib/rounds/estimate-round-seconds.ts";
import { roundSettings } from "../../lib/rounds/settings.ts";
import { passesOf } from "../../trainer/algorithms/reward-config.ts";

const settings = roundSettings.parse({
  sft: { fromDemonstrations: 20, epochs: 3, batchSize: 4 },
  reward: { members: 2, promptsPerBatch: 8, epochs: 1 },
});
const timings: RoundTimings = {
  number: 1,
  sft: { secondsPerStep: 16, batchSize: 8 },
  rewardSecondsPerStep: 96,
  policySecondsPerUpdate: 10,
  evaluationSeconds: 100,
  settings,
};
const seconds = (of: RoundTimings, demonstrations: number, prompts = 0) =>
  estimateRoundSeconds(of, settings, { prompts, demonstrations });

describe("how long a round takes", () => {
  const rest = settings.ppo.updates * 10 + 100;

  it("counts fine-tuning by what an earlier one took, else by the reward model's steps", () => {
    expect(seconds(timings, 0)).toBe(rest);
    // Two seconds a demonstration, three times over each.
    expect(seconds(timings, 30)).toBe(rest + 3 * 30 * 2);
    // 96 s for 8 prompts of about 3 answers through 2 members: 2 s an answer.
    expect(seconds({ ...timings, sft: null }, 30)).toBe(rest + 3 * 30 * 2);
    expect(seconds(timings, 0, 16)).toBe(rest + 2 * 96);
  });

  it("counts as many passes over the rankings as the trainer makes", () => {
    const passes = (prompts: number, epochs: number | null) => {
      const reward = { ...settings.reward, epochs };
      const whole = estimateRoundSeconds(timings, { ...settings, reward }, { prompts, demonstrations: 0 });
      const made = passesOf(Math.ceil(prompts / 8), epochs);
      expect((whole - rest) / 96 / Math.ceil(prompts / 8)).toBeCloseTo(made, 10);
      return made;
    };
    expect([16, 100, 200, 300, 500, 30_000].map((prompts) => passes(prompts, null))).toEqual([3, 3, 3, 2, 1, 1]);
    expect(passes(30_000, 12)).toBe(12);
  });

  it("has no fine-tuning where there are too few demonstrations, or they are learned already", () => {
    const learn = (demonstrations: number, learnedDemonstrations: number, from: number | null = 20) =>
      demonstrationsToLearn(
        { demonstrations, learnedDemonstrations },
        { ...settings, sft: { ...settings.sft, fromDemonstrations: from } },
      );
    expect([learn(19, 0), learn(20, 0), learn(20, 20), learn(21, 20), learn(50, 0, null)]).toEqual([0, 20, 0, 21, 0]);
  });
});
