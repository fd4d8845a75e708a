import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { notify } from "../events/notify.ts";
import type { RoundState } from "../generated/prisma/enums.ts";
import type { RoundFailure } from "./failure.ts";

export type FinalState = Exclude<RoundState, "queued" | "running">;

/** Ends a running round. Returns false where the claim was lost, and changes nothing then. */
export async function finishRound({
  roundId,
  worker,
  state,
  failure,
  database = db(),
}: {
  roundId: string;
  worker: string;
  state: FinalState;
  /** For `failed`. */
  failure?: RoundFailure;
  database?: Database;
}): Promise<boolean> {
  return await inTransaction(database, async (transaction) => {
    const finished = await transaction.round.updateManyAndReturn({
      where: { id: roundId, claimedBy: worker, state: "running" },
      data: {
        state,
        failure,
        finishedAt: new Date(),
        secondsLeft: null,
        claimedBy: null,
        leaseExpiresAt: null,
        ...(state === "failed" || state === "cancelled" ? {} : { progress: 1 }),
      },
      select: { projectId: true, number: true },
    });
    const [round] = finished;
    if (!round) return false;
    await record({
      database: transaction,
      actorId: null,
      action: "round.finish",
      projectId: round.projectId,
      targetType: "round",
      targetId: roundId,
      detail: { number: round.number, state, ...(failure ? { failure: failure.message } : {}) },
    });
    await notify({ type: "round", projectId: round.projectId, id: roundId }, { database: transaction });
    return true;
  });
}
