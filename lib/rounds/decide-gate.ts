import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { abandonBlindComparison } from "./conclude-blind-comparison.ts";
import { publishPolicy } from "./publish-policy.ts";

/**
 * A person decides in the open about a policy that did not pass every gate: publishes it (the round has then succeeded)
 * or declines it (rejected). Who and why is kept with each gate that had not passed and in the audit log. Throws
 * NOT_FOUND, or CONFLICT where there is no candidate to decide about. A blind comparison that is under way ends without a
 * verdict; what was decided past is named in the audit log.
 */
export async function decideGate({
  roundId,
  actorId,
  publish,
  reason,
  database = db(),
}: {
  roundId: string;
  actorId: string;
  publish: boolean;
  /** Shown beside the decision. */
  reason: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    // Tasks first, the round last: a submission locks them in this order too.
    const { pairsOpen } = await abandonBlindComparison({ roundId, database: transaction });
    const [round] = await transaction.$queryRaw<
      { projectId: string; number: number; state: string; policyVersionId: string | null }[]
    >`SELECT "projectId", number, state::text AS state, "policyVersionId" FROM "Round" WHERE id = ${roundId} FOR NO KEY UPDATE`;
    if (!round) throw new AppError("NOT_FOUND", "There is no such round.");
    const { projectId, policyVersionId } = round;
    const candidate =
      policyVersionId &&
      (await transaction.modelVersion.findFirst({ where: { id: policyVersionId, state: "candidate" } }));
    if ((round.state !== "undecided" && round.state !== "rejected") || !candidate) {
      throw new AppError("CONFLICT", "This round has no candidate that waits for a decision.");
    }
    const past = await transaction.gate.findMany({
      where: { roundId, outcome: { not: "passed" } },
      select: { name: true, outcome: true },
    });
    if (publish) {
      await publishPolicy({
        roundId,
        projectId,
        policyVersionId: candidate.id,
        actorId,
        reason,
        database: transaction,
      });
    } else {
      await transaction.modelVersion.update({ where: { id: candidate.id }, data: { state: "retired" } });
    }
    await transaction.round.update({
      where: { id: roundId },
      data: { state: publish ? "succeeded" : "rejected" },
    });
    await transaction.gate.updateMany({
      where: { roundId, outcome: { not: "passed" } },
      data: { decidedById: actorId, decidedAt: new Date() },
    });
    await record({
      database: transaction,
      actorId,
      action: "round.decide",
      projectId,
      targetType: "round",
      targetId: roundId,
      detail: {
        number: round.number,
        publish,
        reason,
        model: candidate.name,
        past: past.map(({ name, outcome }) => `${name}: ${outcome}`),
        ...(pairsOpen > 0 ? { pairsOpen } : {}),
      },
    });
    await notify({ type: "round", projectId, id: roundId }, { database: transaction });
  });
}
