import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { getModel } from "../../lib/models/get-model.ts";
import { listModels } from "../../lib/models/list-models.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { compareSamples } from "../../lib/rounds/compare-samples.ts";
import { freezeRound } from "../../lib/rounds/freeze-round.ts";
import { getRound } from "../../lib/rounds/get-round.ts";
import { getRoundOutlook } from "../../lib/rounds/get-round-outlook.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { metricNames } from "../../lib/rounds/metrics.ts";
import { roundStages } from "../../lib/rounds/settings.ts";
import { roundFolder } from "../../lib/storage/model-store.ts";
import { ownDatabase } from "./postgres.ts";
import { makeRankedProject, ownTrainer, quickRound, until, workOnce } from "./rounds-fixture.ts";

await ownDatabase();
const { baseId } = await ownTrainer();

const settings = {
  sft: { fromDemonstrations: 20, learningRate: 3e-3, epochs: 3, batchSize: 8 },
  ppo: { ...quickRound.ppo, updates: 2, batchSize: 16, ptxCoefficient: 1 },
  evaluation: { prompts: 4, samplesPerPrompt: 2 },
};

/** Ranked answers, and fifty demonstrations that all say the same: something to learn that holds for others too. */
async function makeDemonstratedProject() {
  const { projectId, adminId } = await makeRankedProject({ prompts: 40 });
  const lines = Array.from({ length: 50 }, (_, place) => ({ prompt: `Greet number ${place}`, completion: "hello" }));
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  await importLines({ projectId, actorId: adminId, format: "demonstrations", body });
  return { projectId, adminId };
}

async function hashesOf(roundId: string) {
  const hash = { select: { weightsHash: true } };
  const { sftVersion, rewardVersion, policyVersion } = await db().round.findUniqueOrThrow({
    where: { id: roundId },
    select: { sftVersion: hash, rewardVersion: hash, policyVersion: hash },
  });
  return [sftVersion, rewardVersion, policyVersion].map((version) => version?.weightsHash);
}

test("demonstrations make an SFT version, the reference and start of what follows; killed or not, the same", {
  timeout: 600_000,
}, async () => {
  const { projectId, adminId } = await makeDemonstratedProject();
  const { id } = await launchRound({ projectId, actorId: adminId, settings });
  expect(await workOnce()).toBe("ended");
  const round = await getRound({ roundId: id, projectId });
  expect(round.failure).toBeNull();
  expect(round.gates[0]).toMatchObject({ name: "sft", outcome: "passed" });
  expect(round.gates[0]!.detail.demonstrations).toBeGreaterThanOrEqual(5);

  const { train, validation, gold } = round.dataset!.splitCounts;
  expect(train.demonstrations + validation.demonstrations + gold.demonstrations).toBe(50);
  const outlook = await getRoundOutlook({ projectId });
  expect(outlook.demonstrations).toBe(train.demonstrations);
  expect(outlook.learnedDemonstrations).toBe(train.demonstrations);
  expect(outlook.timings!.sft).toEqual({ secondsPerStep: expect.any(Number), batchSize: 8 });
  expect(outlook.timings!.sft!.secondsPerStep).toBeGreaterThan(0);

  // Lineage: base → SFT → reward model and policy, which both start from it.
  const sft = round.sftVersion!;
  expect(sft).toMatchObject({ name: "SFT 1", state: "active" });
  expect(round.reference!.id).toBe(sft.id);
  expect(round.start!.id).toBe(sft.id);
  for (const version of [round.rewardVersion!, round.policyVersion!]) {
    const { ancestors } = await getModel({ projectId, modelVersionId: version.id });
    expect(ancestors.map((ancestor) => ancestor.id)).toEqual([sft.id, baseId]);
  }
  const line = (await listModels({ projectId })).find((model) => model.id === sft.id)!;
  expect(line).toMatchObject({ kind: "sft", parentId: baseId, round: { id } });
  expect(line.metrics.loss).toBeLessThan(line.metrics.base_loss!);

  const losses = round.metrics.sft.map(({ values }) => values.loss!);
  expect(losses.length).toBeGreaterThan(9);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  // Its own demonstrations are what PPO-ptx mixes in, at every update.
  const mixed = round.metrics.policy.flatMap(({ values }) => values["loss/ptx_avg"] ?? []);
  expect(mixed).toHaveLength(2);
  for (const loss of mixed) expect(loss).toBeLessThan(losses[0]!);
  for (const stage of roundStages) {
    for (const { values } of round.metrics[stage]) {
      for (const name of Object.keys(values)) expect(metricNames[stage]).toContain(name);
    }
  }

  // Base, fine-tuned and reward-tuned answers to the same held-out prompts stand side by side.
  const samples = await compareSamples({ roundId: id });
  const compared = samples.filter(({ after }) => after.length > 0);
  expect(compared).toHaveLength(4);
  for (const { base, before, after } of compared) {
    expect([base.length, before.length, after.length]).toEqual([2, 2, 2]);
    expect(base.every(({ tokens }) => tokens > 0)).toBe(true);
  }

  // A round that begins now starts from it, and from a new base once there is one.
  const next = await launchRound({ projectId, actorId: adminId, settings });
  const frozenReference = async () => {
    await freezeRound({ roundId: next.id });
    const { referenceId } = await db().round.findUniqueOrThrow({ where: { id: next.id } });
    await db().round.update({ where: { id: next.id }, data: { datasetVersionId: null } });
    return referenceId;
  };
  expect(await frozenReference()).toBe(sft.id);
  const tiny = await db().modelVersion.findUniqueOrThrow({ where: { id: baseId } });
  const { id: _id, createdAt: _createdAt, ...copied } = tiny;
  const newBase = await db().modelVersion.create({
    data: { ...copied, config: {}, metrics: {}, weightsHash: "other" },
  });
  expect(await frozenReference()).toBe(newBase.id);
  await db().round.delete({ where: { id: next.id } });
  await db().modelVersion.delete({ where: { id: newBase.id } });

  // Another project with the same data, its child killed while it fine-tunes, comes to the same weights.
  const other = await makeDemonstratedProject();
  const disturbed = await launchRound({ projectId: other.projectId, actorId: other.adminId, settings });
  let child = 0;
  const ended = workOnce({ onStart: (pid) => (child = pid) });
  const folder = path.join(roundFolder(disturbed.id), "sft");
  await until(
    async () => existsSync(folder) && readdirSync(folder).some((name) => /^checkpoint-\d+$/.test(name)),
    "an SFT checkpoint",
    300,
  );
  process.kill(child, "SIGKILL");
  expect(await ended).toBe("ended");
  const weights = await hashesOf(id);
  expect(weights).not.toContain(undefined);
  expect(await hashesOf(disturbed.id)).toEqual(weights);

  // The next round finds the same demonstrations: it goes on from the version that is there. Without the mix it comes
  // to another policy.
  const again = await launchRound({
    projectId,
    actorId: adminId,
    settings: { ...settings, ppo: { ...settings.ppo, ptxCoefficient: 0 } },
  });
  expect(await workOnce()).toBe("ended");
  const second = await getRound({ roundId: again.id });
  expect(second.sftVersion).toBeNull();
  expect(second.metrics.sft).toEqual([]);
  expect(second.reference!.id).toBe(sft.id);
  expect(second.metrics.policy[0]!.values["loss/ptx_avg"]).toBeUndefined();
  expect(await hashesOf(again.id)).toEqual([undefined, weights[1], expect.not.stringMatching(weights[2]!)]);
});

test("a round without demonstrations cannot mix any in, and says what to do", { timeout: 300_000 }, async () => {
  const { projectId, adminId } = await makeRankedProject({ prompts: 40 });
  const { id } = await launchRound({ projectId, actorId: adminId, settings });
  await workOnce();
  const round = await getRound({ roundId: id });
  expect(round.state).toBe("failed");
  expect(round.failure).toMatchObject({ code: "no_demonstrations" });
  expect(round.sftVersion).toBeNull();
  expect(round.reference!.id).toBe(baseId);
});
