import { createHash } from "node:crypto";
import { freezeDataset } from "../../../lib/datasets/freeze-dataset.ts";
import { db } from "../../../lib/db/client.ts";
import type { RoundFailure } from "../../../lib/rounds/failure.ts";
import { roundSettings } from "../../../lib/rounds/settings.ts";
import type { TestProject } from "./projects.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * A round as it stands when its figures could not tell whether its policy is better: curves, samples, gates and a
 * candidate. Written straight into the database, for pages that show rounds; nothing was trained and no weights are
 * there. The project needs rankings.
 */
export async function addUndecidedRound(project: TestProject): Promise<{ id: string; policyName: string }> {
  const base = await db().modelVersion.findFirstOrThrow({ where: { kind: "base", state: "active" } });
  const dataset = await freezeDataset({ projectId: project.id });
  // Ended from the start: a queued one would be taken by the trainer that runs beside the tests.
  const { id } = await db().round.create({
    data: { projectId: project.id, number: 1, state: "undecided", settings: roundSettings.parse({}), seed: 1 },
  });
  const version = (kind: "reward" | "policy", metrics: Record<string, number>) =>
    db().modelVersion.create({
      data: {
        projectId: project.id,
        kind,
        number: 1,
        name: `${kind}-1`,
        state: "candidate",
        parentId: base.id,
        weightsHash: sha256(`${kind} of ${id}`),
        trunkHash: base.trunkHash,
        path: `test/${id}-${kind}`,
        bytes: 1_000_000,
        config: {},
        metrics,
      },
    });
  const reward = await version("reward", { accuracy: 0.6, accuracy_lower: 0.48, accuracy_upper: 0.72, log_loss: 0.67 });
  const policy = await version("policy", { improvement: 0.2, improvement_standard_error: 0.15, kl: 1.1 });
  const steps = Array.from({ length: 12 }, (_, step) => step);
  await db().roundMetric.createMany({
    data: [
      ...steps.map((step) => ({
        roundId: id,
        stage: "reward" as const,
        step,
        values: { loss: 0.7 - step / 50, accuracy: 0.5 },
      })),
      ...steps
        .filter((step) => step !== 6)
        .map((step) => ({
          roundId: id,
          stage: "policy" as const,
          step,
          values: {
            "objective/scores": step / 10,
            "objective/rlhf_reward": step / 12,
            "objective/kl": step / 8,
            ...(step % 3 === 0 ? look(step) : {}),
          },
        })),
      { roundId: id, stage: "policy" as const, step: 12, values: look(12) },
    ],
  });
  const prompts = await db().prompt.findMany({ where: { projectId: project.id }, take: 3 });
  await db().roundSample.createMany({
    data: prompts.flatMap(({ id: promptId }) =>
      (["before", "after"] as const).map((phase) => ({
        roundId: id,
        promptId,
        phase,
        step: phase === "before" ? 0 : 12,
        text: `Quod respondit ${phase === "before" ? "antea" : "postea"}.`,
        reward: phase === "before" ? 0 : 0.4,
        tokens: 5,
      })),
    ),
  });
  await db().roundAlarm.create({
    data: {
      roundId: id,
      stage: "policy",
      step: 11,
      kind: "overoptimisation",
      message:
        "The gold reward has been more than a standard error below its best, 0.39 after update 6, for 2 evaluations, while the reward model's went from 0.75 to 1.50: learning was stopped, and the policy went back to update 6.",
      causes: ["the reward model has learned from too few rankings to be pleased for so long: rank more"],
    },
  });
  await db().gate.createMany({
    data: [
      {
        roundId: id,
        name: "reward",
        outcome: "passed",
        summary:
          "Held-out log-loss 0.600 (0.550 to 0.650; a coin toss has 0.693), accuracy 64 % on 40 comparisons; always preferring the longer answer has 40 %.",
        detail: { logLoss: 0.6, logLossLower: 0.55, logLossUpper: 0.65 },
      },
      {
        roundId: id,
        name: "overoptimisation",
        outcome: "passed",
        summary:
          "The gold reward model predicts people's choices 71 % of the time on prompts it has not seen (62 % to 79 %; 120 comparisons). Gold reward since the start: +0.40 (+0.10 to +0.70) on 12 held-out prompts. Learning was stopped after update 12 and the policy is that of update 6.",
        detail: { gain: 0.4, lower: 0.1, upper: 0.7, kept: 6, stopped: 12 },
      },
      {
        roundId: id,
        name: "people",
        outcome: "undecided",
        summary: "Nobody has compared its answers with those of the current policy yet.",
        detail: { comparisons: 0 },
      },
      {
        roundId: id,
        name: "improvement",
        outcome: "undecided",
        summary:
          "The difference is too small to be sure of. Mean reward on 12 held-out prompts: +0.20 against the reference's +0.00, a difference of +0.20 (−0.10 to +0.50).",
        detail: { difference: 0.2, lower: -0.1, upper: 0.5 },
      },
      {
        roundId: id,
        name: "kl",
        outcome: "passed",
        summary: "The policy is 1.10 nats per answer from the reference; the ceiling is 20.",
        detail: { kl: 1.1, ceiling: 20 },
      },
    ],
  });
  await db().round.update({
    where: { id },
    data: {
      stage: "publish",
      progress: 1,
      datasetVersionId: dataset.id,
      referenceId: base.id,
      rewardVersionId: reward.id,
      policyVersionId: policy.id,
      startedAt: new Date(),
      finishedAt: new Date(),
    },
  });
  return { id, policyName: policy.name };
}

/** Held-out answers after so many updates: the proxy's reward goes on rising where gold's has begun to fall. */
function look(update: number): Record<string, number> {
  return {
    "held_out/kl": update / 6,
    "held_out/kl_k3": update / 6,
    "held_out/proxy": update / 8,
    "held_out/gold": update / 8 - (update / 10) ** 2,
    "held_out/gold_standard_error": 0.1,
  };
}

/** A round that broke at once. Ended: no trainer takes it, and none waits for it. */
export async function addFailedRound(
  project: TestProject,
  failure: RoundFailure = {
    code: "disk_full",
    message: "The disk is full; the last checkpoint is kept.",
    causes: ["free some space and resume"],
  },
): Promise<string> {
  const { id } = await db().round.create({
    data: {
      projectId: project.id,
      number: 1,
      state: "failed",
      stage: "collect",
      settings: roundSettings.parse({}),
      seed: 1,
      failure,
      startedAt: new Date(),
      finishedAt: new Date(),
    },
  });
  return id;
}
