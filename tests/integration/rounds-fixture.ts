import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { db } from "../../lib/db/client.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { claimRound } from "../../lib/rounds/claim-round.ts";
import { startLocally } from "../../trainer/engines/local.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { ensureBaseModel } from "../../trainer/rounds/ensure-base-model.ts";
import { type Outcome, superviseRound } from "../../trainer/rounds/supervise-round.ts";
import { makeProject, makeUser } from "./make.ts";

export const ownFolder = mkdtempSync(path.join(tmpdir(), "attune-rounds-"));
afterAll(() => rm(ownFolder, { recursive: true, force: true }));

/** A tiny base model, fetched and registered, and a data folder of this test file's own. Call it before `env()` is read. */
export async function ownTrainer(): Promise<{ baseId: string }> {
  const model = path.join(ownFolder, "tiny");
  await writeTinyModel(model, { seed: 3, layers: 3, width: 32 });
  process.env.ATTUNE_BASE_MODEL = model;
  process.env.ATTUNE_DATA_DIR = path.join(ownFolder, "data");
  process.env.ATTUNE_CHECKPOINT_SECONDS = "0";
  return { baseId: await ensureBaseModel(new AbortController().signal) };
}

/** Settings with which the tiny model learns something within seconds. */
export const quickRound = {
  topBlocks: 2,
  // One member: an ensemble averages so little data into rewards too flat for a policy to climb in twenty updates.
  reward: { members: 1, learningRate: 3e-3, epochs: 6, promptsPerBatch: 8 },
  ppo: {
    updates: 20,
    batchSize: 64,
    minibatches: 1,
    epochs: 4,
    maxNewTokens: 2,
    learningRate: 8e-3,
    klCoefficient: 0.02,
    missingEosScore: null,
  },
  guard: { every: 5, prompts: 8 },
  evaluation: { prompts: 16, samplesPerPrompt: 8 },
  // A random model knows nothing, and loses what little there is.
  gates: { klCeiling: 1000, textLossMargin: 1000, questionMargin: 1, askPeople: "never" },
};

/** A project with ranked answers; the more an answer has of the letter a, the better. */
export async function makeRankedProject({
  prompts = 80,
  settings = {},
}: {
  prompts?: number;
  settings?: Parameters<typeof makeProject>[0];
} = {}): Promise<{ projectId: string; adminId: string }> {
  const { id: projectId } = await makeProject({
    generateForNewPrompts: false,
    promptsPerPublishedPolicy: 3,
    round: quickRound,
    ...settings,
  });
  const { id: adminId } = await makeUser({ projectId, role: "admin" });
  await rankMore(projectId, adminId, prompts, 1);
  return { projectId, adminId };
}

/** Ranks answers to new prompts. The same seed gives the same, so that a round on them comes to the same end each time. */
export async function rankMore(projectId: string, adminId: string, prompts: number, seed: number): Promise<void> {
  const random = createRandom(seed);
  const lines = Array.from({ length: prompts }, () => {
    const counts = random.shuffle([0, 1, 2, 3, 4]).slice(0, 4);
    const answers = counts.map((count) => random.shuffle([..."aaaa".slice(0, count), ..."zzzz".slice(count)]).join(""));
    return JSON.stringify({
      prompt: `Question ${random.integer(1_000_000)}`,
      completions: answers.map((text, place) => ({ text, rank: 5 - counts[place]! })),
    });
  });
  await importLines({ projectId, actorId: adminId, format: "ranked", body: lines.join("\n") });
}

/** What the worker does: claims a round and sees it to its end, in child processes, however often that takes. */
export async function workOnce({
  onStart = () => {},
  stopping = new AbortController().signal,
}: {
  /** Called with each child's process id. */
  onStart?: (pid: number) => void;
  stopping?: AbortSignal;
} = {}): Promise<Outcome | null> {
  for (;;) {
    const worker = randomUUID();
    const round = await claimRound({ worker });
    if (!round) return null;
    const start = (options: { roundId: string; worker: string }) => {
      const child = startLocally(options);
      onStart(child.pid);
      return child;
    };
    const outcome = await superviseRound(round, worker, start, stopping);
    if (outcome !== "retry") return outcome;
  }
}

/** Resolves once a condition on the database holds. */
export async function until(condition: () => Promise<boolean>, what: string, seconds = 120): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function weightsHashes(roundId: string): Promise<{ reward?: string; policy?: string }> {
  const round = await db().round.findUniqueOrThrow({
    where: { id: roundId },
    select: { rewardVersion: { select: { weightsHash: true } }, policyVersion: { select: { weightsHash: true } } },
  });
  return { reward: round.rewardVersion?.weightsHash, policy: round.policyVersion?.weightsHash };
}
