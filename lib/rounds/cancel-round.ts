import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";

/**
 * Stops a round: a queued one at once, a running one as soon as the trainer sees it, within seconds. What it has learned
 * stays in its last checkpoint. Throws NOT_FOUND, or CONFLICT where it has ended.
 */
export async function cancelRound({
  roundId,
  actorId,
  database = db(),
}: {
  roundId: string;
  actorId: string | null;
  database?: Database;
}): Promise<{ state: "cancelled" | "running" }> {
  return await inTransaction(database, async (transaction) => {
    const [round] = await transaction.$queryRaw<
      { projectId: string; number: number; state: string; cancelRequestedAt: Date | null }[]
    >`SELECT "projectId", number, state::text AS state, "cancelRequestedAt" FROM "Round" WHERE id = ${roundId} FOR NO KEY UPDATE`;
    if (!round) throw new AppError("NOT_FOUND", "There is no such round.");
    if (round.state !== "queued" && round.state !== "running") {
      throw new AppError("CONFLICT", `Round ${round.number} has ended (${round.state}).`);
    }
    if (round.cancelRequestedAt) return { state: "running" };
    const now = new Date();
    await transaction.round.update({
      where: { id: roundId },
      data:
        round.state === "queued"
          ? { state: "cancelled", finishedAt: now, secondsLeft: null }
          : { cancelRequestedAt: now },
    });
    await record({
      database: transaction,
      actorId,
      action: "round.cancel",
      projectId: round.projectId,
      targetType: "round",
      targetId: roundId,
      detail: { number: round.number },
    });
    await notify({ type: "round", projectId: round.projectId, id: roundId }, { database: transaction });
    return { state: round.state === "queued" ? "cancelled" : "running" };
  });
}
