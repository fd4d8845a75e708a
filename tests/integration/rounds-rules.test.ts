import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { heartbeatGeneration } from "../../lib/completions/heartbeat-generation.ts";
import { db } from "../../lib/db/client.ts";
import type { RoundState } from "../../lib/generated/prisma/enums.ts";
import { activateModel } from "../../lib/models/activate-model.ts";
import { applyRetention } from "../../lib/models/apply-retention.ts";
import { getActivePolicy } from "../../lib/models/get-active-policy.ts";
import { listModels } from "../../lib/models/list-models.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { addPrompt } from "../../lib/prompts/add-prompt.ts";
import { cancelRound } from "../../lib/rounds/cancel-round.ts";
import { claimRound } from "../../lib/rounds/claim-round.ts";
import { concludeRound } from "../../lib/rounds/conclude-round.ts";
import { decideGate } from "../../lib/rounds/decide-gate.ts";
import { getRound } from "../../lib/rounds/get-round.ts";
import { heartbeatRound } from "../../lib/rounds/heartbeat-round.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { recordCheckpoint } from "../../lib/rounds/record-checkpoint.ts";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { recordProgress } from "../../lib/rounds/record-progress.ts";
import { resumeRound } from "../../lib/rounds/resume-round.ts";
import { retryRound } from "../../lib/rounds/retry-round.ts";
import { startDueRounds } from "../../lib/rounds/start-due-rounds.ts";
import { modelStoreFolder, roundFolder } from "../../lib/storage/model-store.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";
import { makeRankedProject, ownTrainer, rankMore } from "./rounds-fixture.ts";

await ownDatabase();
const { baseId } = await ownTrainer();

beforeEach(async () => {
  await db().round.updateMany({ where: { state: { in: ["queued", "running"] } }, data: { state: "cancelled" } });
  await db().project.updateMany({ data: { archivedAt: new Date() } });
});

const failure = { code: "crash", message: "It went down.", causes: [] };
const expireLease = (id: string) =>
  db().round.update({ where: { id }, data: { leaseExpiresAt: new Date(Date.now() - 1000) } });

/** A round that ended with a candidate, its weights on disk. */
async function endedRound(projectId: string, state: RoundState, { bytes = 1000 } = {}) {
  const { _max } = await db().round.aggregate({ where: { projectId }, _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  await mkdir(modelStoreFolder(), { recursive: true });
  const version = async (kind: "reward" | "policy") => {
    const file = `${randomUUID()}.safetensors`;
    await writeFile(path.join(modelStoreFolder(), file), "weights");
    return db().modelVersion.create({
      data: {
        projectId,
        kind,
        number,
        name: `${kind} ${number}`,
        parentId: baseId,
        weightsHash: file,
        trunkHash: "trunk",
        path: file,
        bytes,
        config: {},
      },
    });
  };
  const [reward, policy] = [await version("reward"), await version("policy")];
  const round = await db().round.create({
    data: {
      projectId,
      number,
      state,
      settings: {},
      seed: 1,
      finishedAt: new Date(),
      rewardVersionId: reward.id,
      policyVersionId: policy.id,
    },
  });
  await mkdir(roundFolder(round.id), { recursive: true });
  await writeFile(path.join(roundFolder(round.id), "checkpoint"), "state");
  return { round, reward, policy, file: (kind: typeof reward) => path.join(modelStoreFolder(), kind.path) };
}

describe("launching", () => {
  test("stores the whole effective configuration: defaults, the project's, the caller's", async () => {
    const { projectId, adminId } = await makeRankedProject({ settings: { round: { ppo: { updates: 7, epochs: 2 } } } });
    const { id } = await launchRound({ projectId, actorId: adminId, settings: { seed: 5, ppo: { updates: 9 } } });
    const round = await getRound({ roundId: id });
    expect(round).toMatchObject({ state: "queued", seed: 5, number: 1, ahead: 0 });
    expect(round.settings.ppo).toMatchObject({ updates: 9, epochs: 2, batchSize: 16 });
    expect(round.createdBy!.id).toBe(adminId);
  });

  test("names each setting that is unknown or out of range", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8 });
    const settings = { ppo: { learnRate: 1, updates: 0 }, topBlocks: 0 };
    const paths = [{ path: "ppo.updates" }, { path: "ppo" }, { path: "topBlocks" }];
    await expect(launchRound({ projectId, actorId: adminId, settings })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      details: { faults: expect.arrayContaining(paths.map((fault) => expect.objectContaining(fault))) },
    });
    const uneven = launchRound({ projectId, actorId: adminId, settings: { ppo: { batchSize: 2, minibatches: 4 } } });
    await expect(uneven).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await db().round.count({ where: { projectId } })).toBe(0);
  });

  test("refuses a project without comparisons, and a second round beside the first", async () => {
    const { id: empty } = await makeProject();
    const { id: adminId } = await makeUser({ projectId: empty, role: "admin" });
    await expect(launchRound({ projectId: empty, actorId: adminId })).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    const { projectId } = await makeRankedProject({ prompts: 8 });
    const launches = await Promise.allSettled(
      Array.from({ length: 5 }, () => launchRound({ projectId, actorId: adminId })),
    );
    expect(launches.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const launch of launches) {
      if (launch.status === "rejected") expect(launch.reason).toMatchObject({ code: "CONFLICT" });
    }
  });
});

describe("claiming", () => {
  test("one round runs at a time, and no two workers get the same", async () => {
    const projects = [await makeRankedProject({ prompts: 8 }), await makeRankedProject({ prompts: 8 })];
    const rounds = [];
    for (const { projectId } of projects) rounds.push(await launchRound({ projectId, actorId: null }));
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, place) => claimRound({ worker: `worker ${place}` })),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(claims.find((claim) => claim)!.id).toBe(rounds[0]!.id);
    expect(await getRound({ roundId: rounds[1]!.id })).toMatchObject({ state: "queued", ahead: 1 });
  });

  test("a lease that ran out is taken over, and the one before can write no more", async () => {
    const { projectId } = await makeRankedProject({ prompts: 8 });
    const { id } = await launchRound({ projectId, actorId: null });
    expect(await claimRound({ worker: "first" })).toMatchObject({ id, attempts: 1 });
    expect(await heartbeatRound({ roundId: id, worker: "first" })).toBe("held");
    expect(await claimRound({ worker: "second" })).toBeNull();
    await expireLease(id);
    expect(await claimRound({ worker: "second" })).toMatchObject({ id, attempts: 2 });
    expect(await heartbeatRound({ roundId: id, worker: "first" })).toBe("lost");
    const late = recordProgress({ roundId: id, worker: "first", stage: "reward", progress: 0.5 });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await concludeRound({ roundId: id, worker: "first", state: "succeeded" })).toBe(false);
    expect((await getRound({ roundId: id })).state).toBe("running");
  });

  test("what crashes three times without getting further has failed; a checkpoint counts as further", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8 });
    const { id } = await launchRound({ projectId, actorId: null });
    const crash = async (worker: string) => {
      await claimRound({ worker });
      return retryRound({ roundId: id, worker, failure });
    };
    expect(await crash("1")).toBe("queued");
    expect(await crash("2")).toBe("queued");
    await claimRound({ worker: "3" });
    await recordCheckpoint({ roundId: id, worker: "3" });
    expect(await retryRound({ roundId: id, worker: "3", failure })).toBe("queued");
    expect(await crash("4")).toBe("queued");
    expect(await crash("5")).toBe("failed");
    const failed = await getRound({ roundId: id });
    expect(failed).toMatchObject({ state: "failed", failure: { code: "crash" } });
    expect(failed.failure!.message).toContain("It went down.");
    await resumeRound({ roundId: id, actorId: adminId });
    expect(await claimRound({ worker: "6" })).toMatchObject({ id, attempts: 1 });
    expect((await getRound({ roundId: id })).failure).toBeNull();
  });

  test("a queued round is cancelled at once, a running one is asked to stop", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8 });
    const first = await launchRound({ projectId, actorId: adminId });
    expect(await cancelRound({ roundId: first.id, actorId: adminId })).toEqual({ state: "cancelled" });
    const second = await launchRound({ projectId, actorId: adminId });
    await claimRound({ worker: "worker" });
    expect(await cancelRound({ roundId: second.id, actorId: adminId })).toEqual({ state: "running" });
    expect(await heartbeatRound({ roundId: second.id, worker: "worker" })).toBe("cancelRequested");
    expect(second.number).toBe(2);
  });
});

describe("answers being written", () => {
  test("heartbeats at once, of the same jobs in whatever order, never lock each other out", async () => {
    const { id: projectId } = await makeProject();
    const promptIds = await Promise.all(
      Array.from({ length: 40 }, async (_, place) => {
        const messages = [{ role: "user" as const, content: `Question ${place}` }];
        return (await addPrompt({ projectId, messages, actorId: null })).id;
      }),
    );
    await db().generationJob.createMany({
      data: promptIds.map((promptId) => ({
        projectId,
        promptId,
        modelVersionId: baseId,
        count: 4,
        sampling: {},
        status: "running",
        claimedBy: "worker",
      })),
    });
    const jobIds = (await db().generationJob.findMany({ where: { projectId } })).map(({ id }) => id);
    const { shuffle } = createRandom(1);
    const beats = Array.from({ length: 60 }, () => heartbeatGeneration({ worker: "worker", jobIds: shuffle(jobIds) }));
    for (const held of await Promise.all(beats)) expect(held.size).toBe(40);
  });
});

describe("recording", () => {
  test("the same step again replaces what was there; what is not finite is left out", async () => {
    const { projectId } = await makeRankedProject({ prompts: 8 });
    const { id } = await launchRound({ projectId, actorId: null });
    await recordMetrics({ roundId: id, stage: "policy", step: 3, values: { "objective/kl": 1, lr: Number.NaN } });
    await recordMetrics({ roundId: id, stage: "policy", step: 3, values: { "objective/kl": 2 } });
    expect((await getRound({ roundId: id })).metrics.policy).toEqual([{ step: 3, values: { "objective/kl": 2 } }]);
  });

  test("a long round is thinned to what a page can draw, the last step always there", async () => {
    const { projectId } = await makeRankedProject({ prompts: 8 });
    const { id } = await launchRound({ projectId, actorId: null });
    await db().roundMetric.createMany({
      data: Array.from({ length: 5001 }, (_, step) => ({
        roundId: id,
        stage: "policy" as const,
        step,
        values: { lr: step },
      })),
    });
    const { policy } = (await getRound({ roundId: id })).metrics;
    expect(policy.length).toBeLessThanOrEqual(1001);
    expect(policy.at(-1)!.step).toBe(5000);
  });
});

describe("rounds that start by themselves", () => {
  const automatic = (values: object) => ({ automatic: { enabled: true, ...values } });

  test("after so many new rankings, never beside another, and only for rankings that are new", async () => {
    const { projectId, adminId } = await makeRankedProject({
      prompts: 9,
      settings: automatic({ afterRankings: 10, everyMinutes: null }),
    });
    expect(await startDueRounds()).toEqual([]);
    await rankMore(projectId, adminId, 1, 2);
    const [id] = await startDueRounds();
    expect(await getRound({ roundId: id! })).toMatchObject({ projectId, trigger: "rankings", createdBy: null });
    await rankMore(projectId, adminId, 10, 3);
    expect(await startDueRounds()).toEqual([]);
    // It failed before it froze a dataset: the same rankings do not start it over and over.
    await db().round.update({ where: { id: id! }, data: { state: "failed", createdAt: new Date() } });
    expect(await startDueRounds()).toEqual([]);
    await rankMore(projectId, adminId, 10, 4);
    expect(await startDueRounds()).toHaveLength(1);
  });

  test("after so many minutes, when there is something new", async () => {
    const { projectId } = await makeRankedProject({
      prompts: 6,
      settings: automatic({ afterRankings: null, everyMinutes: 30 }),
    });
    expect(await startDueRounds()).toEqual([]);
    const later = new Date(Date.now() + 31 * 60_000);
    const [id] = await startDueRounds({ now: later });
    expect(await getRound({ roundId: id! })).toMatchObject({ projectId, trigger: "schedule" });
    await db().round.update({ where: { id: id! }, data: { state: "succeeded", createdAt: new Date() } });
    expect(await startDueRounds({ now: new Date(later.getTime() + 31 * 60_000) })).toEqual([]);
  });

  test("not where it is switched off", async () => {
    await makeRankedProject({ prompts: 12, settings: { automatic: { enabled: false, afterRankings: 1 } } });
    expect(await startDueRounds({ now: new Date(Date.now() + 86_400_000) })).toEqual([]);
  });
});

describe("deciding in the open", () => {
  test("publishing an undecided candidate: it answers, prompts are queued, who and why is kept", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8 });
    const { round, policy } = await endedRound(projectId, "undecided");
    await recordGate({
      roundId: round.id,
      projectId,
      gate: { name: "improvement", outcome: "undecided", summary: "Too small.", detail: {} },
    });
    await decideGate({ roundId: round.id, actorId: adminId, publish: true, reason: "I read twenty answers." });
    expect(await getActivePolicy({ projectId })).toMatchObject({ id: policy.id });
    const gate = await db().gate.findFirstOrThrow({ where: { roundId: round.id } });
    expect(gate).toMatchObject({ outcome: "undecided", decidedById: adminId });
    expect((await db().round.findUniqueOrThrow({ where: { id: round.id } })).state).toBe("succeeded");
    expect(await db().generationJob.count({ where: { projectId, modelVersionId: policy.id } })).toBe(3);
    const act = await db().auditEntry.findFirstOrThrow({ where: { projectId, action: "round.decide" } });
    expect(act.detail).toMatchObject({ publish: true, reason: "I read twenty answers." });
    const again = decideGate({ roundId: round.id, actorId: adminId, publish: false, reason: "" });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("declining keeps the old one serving; rolling back takes one act", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8 });
    const first = await endedRound(projectId, "undecided");
    await decideGate({ roundId: first.round.id, actorId: adminId, publish: true, reason: "" });
    const second = await endedRound(projectId, "rejected");
    await decideGate({ roundId: second.round.id, actorId: adminId, publish: false, reason: "Worse." });
    expect(await getActivePolicy({ projectId })).toMatchObject({ id: first.policy.id });
    const third = await endedRound(projectId, "undecided");
    await decideGate({ roundId: third.round.id, actorId: adminId, publish: true, reason: "" });
    await activateModel({ projectId, modelVersionId: first.policy.id, actorId: adminId });
    expect(await getActivePolicy({ projectId })).toMatchObject({ id: first.policy.id });
    const states = (await listModels({ projectId })).filter(({ kind }) => kind === "policy").map(({ state }) => state);
    expect(states).toEqual(["active", "retired", "retired"]);
    await activateModel({ projectId, modelVersionId: baseId, actorId: adminId });
    expect(await getActivePolicy({ projectId })).toMatchObject({ id: baseId, kind: "base" });
    const reward = activateModel({ projectId, modelVersionId: first.reward.id, actorId: adminId });
    await expect(reward).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  });
});

describe("retention", () => {
  test("keeps the active policy with its reward model and the newest versions; removes the rest and dead checkpoints", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8, settings: { keepVersions: 2 } });
    const ended = [];
    for (let count = 0; count < 5; count++) ended.push(await endedRound(projectId, "undecided"));
    await activateModel({ projectId, modelVersionId: ended[0]!.policy.id, actorId: adminId });
    const { versions, rounds } = await applyRetention({ projectId });
    expect(rounds).toHaveLength(5);
    const removed = [ended[1]!, ended[2]!].flatMap(({ reward, policy }) => [reward.id, policy.id]);
    expect(new Set(versions)).toEqual(new Set(removed));
    for (const [place, { policy, reward, file }] of ended.entries()) {
      const kept = place === 0 || place >= 3;
      expect(existsSync(file(policy))).toBe(kept);
      expect(existsSync(file(reward))).toBe(kept);
    }
    const gone = activateModel({ projectId, modelVersionId: ended[1]!.policy.id, actorId: adminId });
    await expect(gone).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await applyRetention({ projectId })).versions).toEqual([]);
  });

  test("above the quota it removes checkpoints of stopped rounds first, then the oldest versions", async () => {
    const { projectId, adminId } = await makeRankedProject({ prompts: 8, settings: { keepVersions: 100 } });
    const stopped = await endedRound(projectId, "cancelled", { bytes: 40_000_000 });
    const older = await endedRound(projectId, "rejected", { bytes: 40_000_000 });
    const newest = await endedRound(projectId, "undecided", { bytes: 40_000_000 });
    await updateProject({ projectId, actorId: adminId, settings: { diskQuotaGigabytes: 0.2 } });
    const { versions, rounds, bytes } = await applyRetention({ projectId });
    expect(rounds).toContain(stopped.round.id);
    expect(versions).toEqual([stopped.reward.id]);
    expect(bytes).toBeLessThanOrEqual(0.2e9);
    expect(existsSync(older.file(older.policy))).toBe(true);
    expect(existsSync(newest.file(newest.policy))).toBe(true);
  });

  test("weights that another version shares stay", async () => {
    const { projectId } = await makeRankedProject({ prompts: 8, settings: { keepVersions: 1 } });
    const old = await endedRound(projectId, "undecided");
    const twin = await endedRound(projectId, "undecided");
    await db().modelVersion.update({ where: { id: twin.policy.id }, data: { path: old.policy.path } });
    await applyRetention({ projectId });
    expect(existsSync(old.file(old.policy))).toBe(true);
    expect(existsSync(old.file(old.reward))).toBe(false);
  });
});
