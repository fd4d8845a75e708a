import { expect, it } from "vitest";
import { roundSettings } from "../../lib/rounds/settings.ts";
import { ppoDefaults } from "../../trainer/algorithms/ppo-config.ts";
import { rewardDefaults } from "../../trainer/algorithms/reward-config.ts";
import { sftDefaults } from "../../trainer/algorithms/sft-config.ts";

it("gives what an admin sets the defaults of the algorithms, under the same names", () => {
  const { sft, reward, ppo } = roundSettings.parse({});
  const { fromDemonstrations, ...sftSettings } = sft;
  expect(fromDemonstrations).toBeGreaterThan(sftDefaults.batchSize);
  expect({ ...sftDefaults, ...sftSettings }).toEqual(sftDefaults);
  expect({ ...rewardDefaults, ...reward }).toEqual(rewardDefaults);
  expect({ ...ppoDefaults, ...ppo }).toEqual(ppoDefaults);
});
