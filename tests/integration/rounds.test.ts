import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { cancelRound } from "../../lib/rounds/cancel-round.ts";
import { compareSamples } from "../../lib/rounds/compare-samples.ts";
import { getRound } from "../../lib/rounds/get-round.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { metricNames } from "../../lib/rounds/metrics.ts";
import { resumeRound } from "../../lib/rounds/resume-round.ts";
import { roundStages } from "../../lib/rounds/settings.ts";
import { measurementsFolder, modelStoreFolder, roundFolder, weightsLocation } from "../../lib/storage/model-store.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { loadTop } from "../../trainer/models/save.ts";
import { ownDatabase } from "./postgres.ts";
import {
  makeRankedProject,
  ownFolder,
  ownTrainer,
  quickRound,
  until,
  weightsHashes,
  workOnce,
} from "./rounds-fixture.ts";

const database = await ownDatabase();
const { baseId } = await ownTrainer();
const run = promisify(execFile);

// What a failing test leaves queued would be taken by the next.
afterEach(async () => {
  await db().round.updateMany({ where: { state: { in: ["queued", "running"] } }, data: { state: "cancelled" } });
});

/** Each starts processes and trains: seconds on an idle machine, minutes on a busy one. */
const patience = { timeout: 300_000 };

/** Where nothing has to be learned well, only the same thing twice: every stage in few steps, more than one in each. */
const briefRound = {
  reward: { ...quickRound.reward, epochs: 2 },
  ppo: { ...quickRound.ppo, updates: 6, batchSize: 16, epochs: 1 },
  guard: { every: 3, prompts: 4 },
  evaluation: { prompts: 16, samplesPerPrompt: 4 },
};

async function launchBriefRound() {
  const { projectId, adminId } = await makeRankedProject({ prompts: 60 });
  const { id } = await launchRound({ projectId, actorId: adminId, settings: briefRound });
  return { id, projectId, adminId };
}

/** What a round comes to: its weights, what its gates say, how it ends. */
async function endOf(roundId: string) {
  const { state, gates } = await getRound({ roundId });
  return { state, gates: gates.map(({ name, outcome }) => [name, outcome]), ...(await weightsHashes(roundId)) };
}

let undisturbed: Awaited<ReturnType<typeof endOf>> | undefined;
/** The same of a round that nobody stops. It depends on the data and the seed alone, not on the project or its ids. */
async function undisturbedEnd() {
  if (undisturbed) return undisturbed;
  const { id } = await launchBriefRound();
  expect(await workOnce()).toBe("ended");
  undisturbed = await endOf(id);
  expect(Object.keys(undisturbed)).toEqual(["state", "gates", "reward", "policy"]);
  expect(undisturbed.policy).toMatch(/^[0-9a-f]{64}$/);
  return undisturbed;
}

const checkpointsOf = (roundId: string, stage: string) => {
  const folder = path.join(roundFolder(roundId), stage);
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^checkpoint-\d+$/.test(name)) : [];
};

/** The command line beside the site, on this database and data folder. */
const attune = async (...words: string[]) =>
  (await run(process.execPath, ["bin/attune.mjs", ...words], { env: { ...process.env, DATABASE_URL: database.url } }))
    .stdout;

describe("a whole round on a tiny model", patience, () => {
  test("learns, passes its gates, is published, and its answers are asked for", async () => {
    const { projectId, adminId } = await makeRankedProject();
    const { id } = await launchRound({ projectId, actorId: adminId });
    expect(await workOnce()).toBe("ended");

    const round = await getRound({ roundId: id });
    expect(round.failure).toBeNull();
    expect(round.gates.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["reward", "passed"],
      ["overoptimisation", "passed"],
      ["improvement", "passed"],
      ["kl", "passed"],
      ["knowledge", "passed"],
      ["safety", "passed"],
    ]);
    // The base is measured once for all rounds.
    expect(readdirSync(measurementsFolder())).toHaveLength(1);
    const knowledge = round.gates.find(({ name }) => name === "knowledge")!.detail;
    expect(knowledge.textLossBefore).toBeGreaterThan(3);
    expect(knowledge.textLoss).not.toBe(0);
    expect(round.state).toBe("succeeded");
    expect(round.finishedAt).not.toBeNull();
    expect(round.dataset!.splitCounts.train.comparisons).toBeGreaterThan(100);
    expect(round.reference!.id).toBe(baseId);

    // Every figure has a name that the page can explain.
    const updates = round.metrics.policy.filter(({ values }) => values["objective/kl"] !== undefined);
    expect(updates.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, step) => step));
    const looks = round.metrics.policy.filter(({ values }) => values["held_out/kl"] !== undefined);
    expect(looks.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
    for (const stage of roundStages) {
      for (const { values } of round.metrics[stage]) {
        for (const name of Object.keys(values)) expect(metricNames[stage]).toContain(name);
      }
    }
    const first = updates[0]!.values;
    expect(first["val/ratio"]).toBeGreaterThan(0);
    expect(first["objective/kl"]).toBeCloseTo(0, 4);
    expect(updates.at(-1)!.values["objective/kl"]).toBeGreaterThan(0.1);

    const phases = new Set(round.samples.map(({ phase }) => phase));
    expect(phases).toEqual(new Set(["before", "during", "after"]));
    const [comparison] = await compareSamples({ roundId: id });
    expect(comparison!.base).toEqual([]);
    expect(comparison!.before.length).toBeGreaterThan(0);
    expect(comparison!.after.length).toBeGreaterThan(0);

    const policy = await db().modelVersion.findUniqueOrThrow({ where: { id: round.policyVersion!.id } });
    expect(policy).toMatchObject({ state: "active", parentId: baseId, kind: "policy", number: 1 });
    expect(existsSync(weightsLocation(policy))).toBe(true);
    expect(path.basename(weightsLocation(policy))).toBe(`${policy.weightsHash}.safetensors`);
    const reward = await db().modelVersion.findUniqueOrThrow({ where: { id: round.rewardVersion!.id } });
    expect(reward).toMatchObject({ state: "candidate", trunkHash: policy.trunkHash });

    const jobs = await db().generationJob.findMany({ where: { projectId } });
    expect(jobs).toHaveLength(3);
    expect(jobs[0]).toMatchObject({ modelVersionId: policy.id, roundId: id });
    const acts = await db().auditEntry.findMany({ where: { projectId, action: { startsWith: "round." } } });
    expect(acts.map(({ action, actorId }) => [action, actorId])).toEqual([
      ["round.launch", adminId],
      ["round.finish", null],
    ]);

    // The command line knows the version by its id, and makes one whole model of it.
    const merged = path.join(ownFolder, "merged");
    await attune("merge", "--model", policy.id, "--out", merged);
    const whole = await loadModel(merged, { topLayers: quickRound.topBlocks });
    const { top } = await loadTop(weightsLocation(policy), whole.trunk);
    for (const [name, weight] of top.variables)
      expect(whole.top.variables.get(name)!.dataSync()).toEqual(weight.dataSync());
    const [asked, answers] = [path.join(ownFolder, "asked.jsonl"), path.join(ownFolder, "answers.jsonl")];
    await writeFile(asked, '{"prompt": "Question 1"}\n');
    await attune("generate", "--model", policy.id, "--data", asked, "--out", answers, "--max-new-tokens", "2");
    expect(JSON.parse(await readFile(answers, "utf8"))).toMatchObject({ prompt: "Question 1", completions: [{}] });
    const unknown = attune("merge", "--model", id, "--out", path.join(ownFolder, "none"));
    await expect(unknown).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("no such model version") });
  });

  test("killed in each stage, it ends with the same weights as one never stopped", async () => {
    const { id, projectId } = await launchBriefRound();
    let child = 0;
    let kills = 0;
    const ended = workOnce({ onStart: (pid) => (child = pid) });
    const killWhen = async (what: string, condition: () => boolean | Promise<boolean>) => {
      await until(async () => condition(), what);
      process.kill(child, "SIGKILL");
      kills++;
      const killed = child;
      await until(async () => child !== killed, "a new child");
    };
    await killWhen("a reward checkpoint", () => checkpointsOf(id, "reward").length > 0);
    await killWhen("a policy checkpoint", () => checkpointsOf(id, "policy").length > 0);
    await killWhen("a group of held-out answers", () =>
      existsSync(path.join(roundFolder(id), "evaluate", "group-0.json")),
    );
    expect(await ended).toBe("ended");
    expect(kills).toBe(3);
    expect(await endOf(id)).toEqual(await undisturbedEnd());
    const { metrics } = await getRound({ roundId: id });
    expect(metrics.policy.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await db().modelVersion.count({ where: { projectId } })).toBe(2);
  });

  test("goes on after the worker was told to stop, and after it was cancelled, to the same weights", async () => {
    const { id, adminId } = await launchBriefRound();
    const stopping = new AbortController();
    const released = workOnce({ stopping: stopping.signal });
    await until(async () => checkpointsOf(id, "reward").length > 0, "a reward checkpoint");
    const told = Date.now();
    stopping.abort();
    expect(await released).toBe("released");
    expect(Date.now() - told).toBeLessThan(3000);
    expect(await db().round.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: "queued",
      attempts: 0,
      claimedBy: null,
    });

    const cancelled = workOnce();
    await until(async () => checkpointsOf(id, "policy").length > 0, "a policy checkpoint");
    const asked = Date.now();
    expect(await cancelRound({ roundId: id, actorId: adminId })).toEqual({ state: "running" });
    expect(await cancelled).toBe("cancelled");
    expect(Date.now() - asked).toBeLessThan(5000);
    expect(await getRound({ roundId: id })).toMatchObject({ state: "cancelled", policyVersion: null });
    await expect(cancelRound({ roundId: id, actorId: adminId })).rejects.toMatchObject({ code: "CONFLICT" });

    await resumeRound({ roundId: id, actorId: adminId });
    expect(await getRound({ roundId: id })).toMatchObject({ state: "queued", failure: null });
    expect(await workOnce()).toBe("ended");
    expect(await endOf(id)).toEqual(await undisturbedEnd());
    expect(readdirSync(modelStoreFolder()).every((name) => /^[0-9a-f]{64}\.safetensors$/.test(name))).toBe(true);
  });
});
