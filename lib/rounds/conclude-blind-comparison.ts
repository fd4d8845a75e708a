import { record } from "../audit/record.ts";
import type { Database } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import { countPairs } from "./get-blind-comparison.ts";
import { publishPolicy } from "./publish-policy.ts";
import { recordGate } from "./record-gate.ts";
import { preferenceGate, winRateOf } from "./win-rate.ts";

/**
 * Draws the conclusion once the last pair of a round's blind comparison is judged, as part of the caller's transaction:
 * the gate "people prefer it", and with it the round. Passed by every gate, the policy is published; failed by people, it
 * is rejected; else it goes on waiting. Does nothing while a pair is open, or after the end.
 */
export async function concludeBlindComparison({
  roundId,
  database,
}: {
  roundId: string;
  database: Database;
}): Promise<void> {
  const [comparison] = await database.$queryRaw<{ id: string; endedAt: Date | null }[]>`
    SELECT id, "endedAt" FROM "BlindComparison" WHERE "roundId" = ${roundId} FOR NO KEY UPDATE`;
  if (!comparison || comparison.endedAt) return;
  const round = await database.round.findUniqueOrThrow({ where: { id: roundId }, include: { policyVersion: true } });
  const { projectId, policyVersion } = round;
  const counts = await countPairs({ id: comparison.id, roundId, candidateId: policyVersion!.id, database });
  if (counts.writing + counts.waiting > 0) return;
  const gate = preferenceGate(winRateOf(counts));
  await recordGate({ roundId, projectId, gate, database });
  if (gate.outcome === "undecided") return;
  await endComparison(roundId, database);
  const left = await database.gate.count({ where: { roundId, outcome: { not: "passed" } } });
  if (round.state !== "undecided" || policyVersion!.state !== "candidate") return;
  if (gate.outcome === "passed" && left > 0) return;
  const state = gate.outcome === "passed" ? "succeeded" : "rejected";
  await database.round.update({ where: { id: roundId }, data: { state } });
  if (state === "succeeded") {
    await publishPolicy({
      roundId,
      projectId,
      policyVersionId: policyVersion!.id,
      actorId: null,
      reason: "All gates passed; people preferred its answers.",
      database,
    });
  }
  await record({
    database,
    actorId: null,
    action: "round.compared",
    projectId,
    targetType: "round",
    targetId: roundId,
    detail: { number: round.number, state, ...gate.detail },
  });
  await notify({ type: "round", projectId, id: roundId }, { database });
}

/** Ends a comparison without a verdict, because somebody decided past it: what is still open is taken back. */
export async function abandonBlindComparison({
  roundId,
  database,
}: {
  roundId: string;
  database: Database;
}): Promise<{ pairsOpen: number }> {
  const tasks = await database.task.updateMany({
    where: { roundId, purpose: "blind", status: "open" },
    data: { status: "cancelled" },
  });
  const jobs = await database.generationJob.updateMany({
    where: { blindComparison: { roundId }, status: { in: ["queued", "running"] } },
    data: { status: "cancelled", finishedAt: new Date(), leaseExpiresAt: null },
  });
  await endComparison(roundId, database);
  return { pairsOpen: tasks.count + jobs.count };
}

/** From here on its judgements are data like any other. Their prompts are held out, so that no reward model learns from them. */
async function endComparison(roundId: string, database: Database): Promise<void> {
  await database.task.updateMany({
    where: { roundId, purpose: "blind", status: "done" },
    data: { purpose: "work" },
  });
  await database.blindComparison.updateMany({ where: { roundId, endedAt: null }, data: { endedAt: new Date() } });
}
