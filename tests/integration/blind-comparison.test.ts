import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { claimGeneration } from "../../lib/completions/claim-generation.ts";
import { finishGeneration } from "../../lib/completions/finish-generation.ts";
import { storeCompletion } from "../../lib/completions/store-completion.ts";
import { freezeDataset } from "../../lib/datasets/freeze-dataset.ts";
import { db } from "../../lib/db/client.ts";
import { newId } from "../../lib/db/new-id.ts";
import { decideGate } from "../../lib/rounds/decide-gate.ts";
import { getBlindComparison } from "../../lib/rounds/get-blind-comparison.ts";
import { getRound } from "../../lib/rounds/get-round.ts";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { startBlindComparison } from "../../lib/rounds/start-blind-comparison.ts";
import { preferenceGate, winRateOf } from "../../lib/rounds/win-rate.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import type { TaskView } from "../../lib/tasks/task-view.ts";
import { makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

const versionRow = { trunkHash: "trunk", path: "file", bytes: 1, config: {} };
const { id: baseId } = await db().modelVersion.create({
  data: { ...versionRow, kind: "base", number: 0, name: "base", state: "active", weightsHash: randomUUID() },
});

/** A round whose candidate passed all but what people say, in a project with so many held-out prompts. */
async function waitingRound(heldOut = 12) {
  const { id: projectId } = await makeProject({ promptsPerPublishedPolicy: 2 });
  const { id: adminId } = await makeUser({ projectId, role: "admin" });
  const { id: annotatorId } = await makeUser({ projectId, role: "annotator" });
  await db().prompt.createMany({
    data: Array.from({ length: heldOut + 5 }, (_, place) => ({
      id: newId(),
      projectId,
      messages: [{ role: "user", content: `Question ${place}` }],
      contentHash: randomUUID(),
      splitKey: randomUUID(),
      split: place >= heldOut ? ("train" as const) : place % 3 === 0 ? ("gold" as const) : ("validation" as const),
    })),
  });
  const { id: candidateId } = await db().modelVersion.create({
    data: { ...versionRow, projectId, kind: "policy", number: 1, name: "Policy 1", weightsHash: randomUUID() },
  });
  const { id: roundId } = await db().round.create({
    data: { projectId, number: 1, state: "undecided", settings: {}, seed: 1, policyVersionId: candidateId },
  });
  const passed = { name: "kl", outcome: "passed", summary: "Near.", detail: {} } as const;
  await recordGate({ roundId, projectId, gate: passed });
  return { projectId, adminId, annotatorId, candidateId, roundId };
}

/** What the sampler does, with the model's name as its answer; `alike` of the prompts get one answer from both. */
async function writeAnswers(candidateId: string, { alike = 0 } = {}): Promise<void> {
  const same = new Set<string>();
  for (;;) {
    const jobs = await claimGeneration({ worker: "sampler", limit: 100 });
    if (jobs.length === 0) return;
    for (const job of jobs) {
      if (same.size < alike) same.add(job.promptId);
      const own = job.modelVersionId === candidateId ? "the new answer" : "the old answer";
      const text = same.has(job.promptId) ? "the same" : own;
      await storeCompletion({ job, place: 0, text, tokenCount: 3, finishReason: "stop", seed: 1 });
      await finishGeneration({ jobId: job.id, worker: "sampler" });
    }
  }
}

/** Judges all pairs there are; the i-th as `prefer` says. Returns the tasks as they were shown. */
async function judge(
  projectId: string,
  userId: string,
  prefer: (place: number) => "new" | "old" | "tie",
): Promise<TaskView[]> {
  const seen: TaskView[] = [];
  for (;;) {
    const task = await claimTask({ projectId, userId });
    if (task?.kind !== "compare") return seen;
    const choice = prefer(seen.length);
    const preferred = task.completions.find(({ text }) => text === `the ${choice} answer`)?.id ?? null;
    await submitAnnotation({
      taskId: task.id,
      userId,
      kind: "compare",
      preferred,
      grade: preferred ? 2 : null,
      idempotencyKey: randomUUID(),
    });
    seen.push(task);
  }
}

const gateOf = async (roundId: string) =>
  (await getRound({ roundId })).gates.find(({ name }) => name === "people") ?? null;

describe("a blind comparison", () => {
  test("publishes a candidate that people prefer, and shows them nothing of whose an answer is", async () => {
    const { projectId, adminId, annotatorId, candidateId, roundId } = await waitingRound();
    await startBlindComparison({ roundId, actorId: adminId, pairs: 12 });
    expect(await gateOf(roundId)).toMatchObject({ outcome: "undecided" });
    await writeAnswers(candidateId, { alike: 1 });
    expect(await getBlindComparison({ roundId })).toMatchObject({
      pairs: 12,
      writing: 0,
      waiting: 11,
      rate: null,
      currentName: "base",
    });
    const shown = await judge(projectId, annotatorId, (place) => (place === 0 ? "old" : "new"));
    expect(shown).toHaveLength(11);
    for (const { completions, ...task } of shown) {
      expect(completions.map((completion) => Object.keys(completion).sort())).toEqual([
        ["id", "text"],
        ["id", "text"],
      ]);
      const sent = JSON.stringify(task);
      for (const secret of [candidateId, baseId, roundId, "blind", "Policy 1"]) expect(sent).not.toContain(secret);
    }
    const firsts = shown.map(({ completions }) => completions[0]!.text);
    expect(new Set(firsts).size).toBe(2);

    const gate = (await gateOf(roundId))!;
    expect(gate).toMatchObject({ outcome: "passed", detail: { comparisons: 12, wins: 10, ties: 1, losses: 1 } });
    expect(gate.detail.share).toBeCloseTo(10.5 / 12, 10);
    const round = await getRound({ roundId });
    expect(round.state).toBe("succeeded");
    expect(round.policyVersion).toMatchObject({ id: candidateId, state: "active" });
    expect((await getBlindComparison({ roundId }))!.endedAt).not.toBeNull();
  });

  test("rejects a candidate that people like less; the policy before it goes on serving", async () => {
    const { projectId, adminId, annotatorId, candidateId, roundId } = await waitingRound();
    await startBlindComparison({ roundId, actorId: adminId, pairs: 12 });
    await writeAnswers(candidateId);
    await judge(projectId, annotatorId, () => "old");
    expect(await gateOf(roundId)).toMatchObject({ outcome: "failed" });
    const round = await getRound({ roundId });
    expect(round.state).toBe("rejected");
    expect(round.policyVersion).toMatchObject({ state: "candidate" });
  });

  test("too close to call, it takes more pairs on prompts that had none, and no judgement into a dataset before the verdict", async () => {
    const { projectId, adminId, annotatorId, candidateId, roundId } = await waitingRound(20);
    await startBlindComparison({ roundId, actorId: adminId, pairs: 6 });
    await writeAnswers(candidateId);
    await judge(projectId, annotatorId, (place) => (place % 2 === 0 ? "new" : "old"));
    expect(await gateOf(roundId)).toMatchObject({ outcome: "undecided", detail: { comparisons: 6 } });
    expect((await getRound({ roundId })).state).toBe("undecided");
    expect((await freezeDataset({ projectId })).annotationCount).toBe(0);

    const tooMany = startBlindComparison({ roundId, actorId: adminId, pairs: 15 });
    await expect(tooMany).rejects.toMatchObject({ code: "UNPROCESSABLE", message: expect.stringContaining("14 ") });
    await startBlindComparison({ roundId, actorId: adminId, pairs: 14 });
    await writeAnswers(candidateId);
    expect(await judge(projectId, annotatorId, () => "new")).toHaveLength(14);
    expect(await gateOf(roundId)).toMatchObject({ outcome: "passed", detail: { comparisons: 20, wins: 17 } });
    const dataset = await freezeDataset({ projectId });
    expect(dataset.annotationCount).toBe(20);
    expect(dataset.splitCounts).toMatchObject({ train: { annotations: 0 } });
    const again = startBlindComparison({ roundId, actorId: adminId, pairs: 1 });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test.each([
    ["undecided", "publication"],
    ["rejected", "knowledge"],
  ] as const)("leaves a round %s where people prefer it and the gate %s did not pass", async (state, name) => {
    const { projectId, adminId, annotatorId, candidateId, roundId } = await waitingRound();
    const outcome = state === "rejected" ? "failed" : "undecided";
    await recordGate({ roundId, projectId, gate: { name, outcome, summary: "Not passed.", detail: {} } });
    await db().round.update({ where: { id: roundId }, data: { state } });
    await startBlindComparison({ roundId, actorId: adminId, pairs: 12 });
    await writeAnswers(candidateId);
    await judge(projectId, annotatorId, () => "new");
    expect(await gateOf(roundId)).toMatchObject({ outcome: "passed" });
    const round = await getRound({ roundId });
    expect(round).toMatchObject({ state, policyVersion: { state: "candidate" } });
  });

  test("published past it: what was open is taken back, and the audit log names what was decided past", async () => {
    const { projectId, adminId, annotatorId, candidateId, roundId } = await waitingRound();
    await startBlindComparison({ roundId, actorId: adminId, pairs: 4 });
    await writeAnswers(candidateId);
    const held = (await claimTask({ projectId, userId: annotatorId }))!;
    await decideGate({ roundId, actorId: adminId, publish: true, reason: "I read them." });
    expect((await getRound({ roundId })).state).toBe("succeeded");
    const gate = (await gateOf(roundId))!;
    expect(gate).toMatchObject({ outcome: "undecided", decidedBy: { id: adminId } });
    const entry = await db().auditEntry.findFirstOrThrow({ where: { targetId: roundId, action: "round.decide" } });
    expect(entry.detail).toMatchObject({ past: ["people: undecided"], pairsOpen: 4, reason: "I read them." });
    expect(await db().task.count({ where: { roundId, purpose: "blind", status: "open" } })).toBe(0);
    const late = submitAnnotation({
      taskId: held.id,
      userId: annotatorId,
      kind: "compare",
      preferred: null,
      idempotencyKey: randomUUID(),
    });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("the win rate", () => {
  test("counts a tie as half, with Wilson's interval", () => {
    const rate = winRateOf({ wins: 14, ties: 4, losses: 2 })!;
    expect(rate.share).toBe(0.8);
    // Wilson's 95 % interval of 16 in 20.
    expect(rate.lower).toBeCloseTo(0.584, 3);
    expect(rate.upper).toBeCloseTo(0.919, 3);
    expect(preferenceGate(rate).outcome).toBe("passed");
    expect(preferenceGate(winRateOf({ wins: 2, ties: 4, losses: 14 })).outcome).toBe("failed");
    expect(preferenceGate(winRateOf({ wins: 3, ties: 0, losses: 1 })).outcome).toBe("undecided");
    expect(winRateOf({ wins: 0, ties: 0, losses: 0 })).toBeNull();
  });
});
