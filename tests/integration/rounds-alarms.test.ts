import { describe, expect, test } from "vitest";
import { getRound } from "../../lib/rounds/get-round.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { recordAlarm } from "../../lib/rounds/record-alarm.ts";
import { ownDatabase } from "./postgres.ts";
import { makeRankedProject, ownTrainer, quickRound, workOnce } from "./rounds-fixture.ts";

await ownDatabase();
await ownTrainer();

describe("alarms of a round", { timeout: 300_000 }, () => {
  test("tell that a learning rate far too high took the policy back to its last good weights", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 40 });
    const ppo = { ...quickRound.ppo, updates: 8, learningRate: 0.1, klSpikeFactor: 1.05, maxGradientNorm: 0 };
    const { id: roundId } = await launchRound({ projectId, actorId: adminId, settings: { ppo } });
    await workOnce();
    const round = await getRound({ roundId });
    const spikes = round.alarms.filter(({ kind }) => kind === "kl_spike");
    expect(spikes.length).toBeGreaterThan(0);
    expect(spikes[0]).toMatchObject({ stage: "policy", step: 1, promptId: null });
    expect(spikes[0]!.message).toContain("went back to its last good weights");
    expect(spikes[0]!.causes.length).toBeGreaterThan(1);
    const figures = round.metrics.policy.find(({ step }) => step === 1)!.values;
    expect(figures["policy/steps"]).toBe(0);
  });

  test("are kept once a kind and step, with the text they were seen at", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 20 });
    const { id: roundId } = await launchRound({ projectId, actorId: adminId });
    const alarm = {
      kind: "not_finite",
      message: "A score.",
      causes: ["why"],
      promptId: "p",
      completion: "a\0b",
    } as const;
    await recordAlarm({ roundId, projectId, stage: "policy", step: 3, alarm });
    await recordAlarm({ roundId, projectId, stage: "policy", step: 3, alarm: { ...alarm, message: "A value." } });
    const { alarms } = await getRound({ roundId });
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ message: "A value.", completion: "a\uFFFDb", promptId: "p", causes: ["why"] });
  });
});
