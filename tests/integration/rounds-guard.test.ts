import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { splitOf } from "../../lib/prompts/assign-split.ts";
import { splitKeyOf } from "../../lib/prompts/fingerprint.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { getRound } from "../../lib/rounds/get-round.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { roundFolder } from "../../lib/storage/model-store.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";
import { ownTrainer, quickRound, until, weightsHashes, workOnce } from "./rounds-fixture.ts";

await ownDatabase();
await ownTrainer();

const split = { validation: 0.2, gold: 0.25 };

/**
 * A project whose reward model is misled: on the training and validation sides more of the letter a is always better; on
 * the gold side one is better than none, and more than one is worse.
 */
async function makeMisledProject(gates: object, prompts = 120): Promise<{ projectId: string; adminId: string }> {
  const guard = { every: 1, prompts: 16, samplesPerPrompt: 4 };
  const { id: projectId } = await makeProject({
    generateForNewPrompts: false,
    promptsPerPublishedPolicy: 0,
    split,
    round: {
      ...quickRound,
      // Half the passes at twice the rate: six gold models are cross-validated and trained on the way.
      reward: { ...quickRound.reward, epochs: 3, learningRate: 6e-3 },
      guard,
      // What comes after learning is not looked at here.
      evaluation: { prompts: 4, samplesPerPrompt: 2 },
      gates: { ...quickRound.gates, ...gates },
    },
  });
  const { id: adminId } = await makeUser({ projectId, role: "admin" });
  const random = createRandom(7);
  const lines = Array.from({ length: prompts }, (_, place) => {
    const prompt = `Question ${place} of ${random.integer(1_000_000)}`;
    const isGold = splitOf(splitKeyOf([{ role: "user", content: prompt }]), split) === "gold";
    const counts = random.shuffle([0, 1, 2]);
    const worth = (count: number) => (isGold ? -Math.abs(count - 1) - 0.1 * count : count);
    const order = counts.toSorted((a, b) => worth(b) - worth(a));
    const completions = counts.map((count) => ({
      text: random.shuffle([..."aa".slice(0, count), ..."zz".slice(count)]).join(""),
      rank: 1 + order.indexOf(count),
    }));
    return JSON.stringify({ prompt, completions });
  });
  await importLines({ projectId, actorId: adminId, format: "ranked", body: lines.join("\n") });
  return { projectId, adminId };
}

const checkpoints = (roundId: string) => {
  const folder = path.join(roundFolder(roundId), "policy");
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^checkpoint-\d+$/.test(name)) : [];
};

describe("the guard against over-optimisation", { timeout: 300_000 }, () => {
  test("stops where gold has fallen for good, keeps the best weights, and comes to the same when it was killed", async () => {
    const run = async (disturbed: boolean) => {
      const { projectId, adminId } = await makeMisledProject({});
      const { id } = await launchRound({ projectId, actorId: adminId });
      let child = 0;
      const ended = workOnce({ onStart: (pid) => (child = pid) });
      if (disturbed) {
        await until(async () => checkpoints(id).some((name) => name >= "checkpoint-00000003"), "a policy checkpoint");
        process.kill(child, "SIGKILL");
      }
      expect(await ended).toBe("ended");
      return id;
    };
    const id = await run(false);
    const round = await getRound({ roundId: id });
    const { detail } = round.gates.find(({ name }) => name === "overoptimisation")!;
    expect(detail.sees).toBe("yes");
    expect(detail.accuracyLower).toBeGreaterThan(0.55);
    const looks = round.metrics.policy.filter(({ values }) => values["held_out/gold"] !== undefined);
    const gold = looks.map(({ values }) => values["held_out/gold"]!);
    const best = looks[gold.indexOf(Math.max(...gold))]!;
    expect(detail.stopped).toBe(looks.at(-1)!.step);
    expect(detail.stopped).toBeLessThan(20);
    expect(detail.kept).toBe(best.step);
    expect(looks.at(-1)!.values["held_out/proxy"]).toBeGreaterThan(best.values["held_out/proxy"]!);
    expect(round.alarms).toMatchObject([{ kind: "overoptimisation", stage: "policy" }]);

    const resumed = await run(true);
    expect(await weightsHashes(resumed)).toEqual(await weightsHashes(id));
  });

  test("without a gold model that sees, a ceiling on KL ends it, and the round waits for people", async () => {
    const { projectId, adminId } = await makeMisledProject({ klCeiling: 0.4, askPeople: "blind" }, 30);
    const { id } = await launchRound({ projectId, actorId: adminId });
    expect(await workOnce()).toBe("ended");
    const round = await getRound({ roundId: id });
    const gate = (wanted: string) => round.gates.find(({ name }) => name === wanted)!;
    const { detail } = gate("overoptimisation");
    expect(detail).toMatchObject({ sees: "no", ceiling: 0.4 });
    const looks = round.metrics.policy.filter(({ values }) => values["held_out/kl"] !== undefined);
    expect(looks.at(-1)!.values["held_out/kl"]).toBeGreaterThan(0.4);
    expect(detail).toMatchObject({ stopped: looks.at(-1)!.step, kept: looks.at(-2)!.step });
    expect(gate("people")).toMatchObject({ outcome: "undecided" });
    expect(["undecided", "rejected"]).toContain(round.state);
    expect(round.policyVersion).toMatchObject({ state: "candidate" });
  });
});
