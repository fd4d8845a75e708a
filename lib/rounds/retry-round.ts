import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { maximumAttempts } from "./claim-round.ts";
import type { RoundFailure } from "./failure.ts";
import { finishRound } from "./finish-round.ts";
import { releaseRound } from "./release-round.ts";

/**
 * After a crash: queues a round again, to go on from its checkpoint, or, where it crashed too often without getting any
 * further, ends it with the failure. Says which.
 */
export async function retryRound({
  roundId,
  worker,
  failure,
  database = db(),
}: {
  roundId: string;
  worker: string;
  failure: RoundFailure;
  database?: Database;
}): Promise<"queued" | "failed"> {
  return await inTransaction(database, async (transaction) => {
    const { attempts } = await transaction.round.findUniqueOrThrow({
      where: { id: roundId },
      select: { attempts: true },
    });
    if (attempts < maximumAttempts) {
      await releaseRound({ roundId, worker, countsAsAttempt: true, database: transaction });
      return "queued";
    }
    const message = `${failure.message} It was tried ${maximumAttempts} times without getting any further.`;
    await finishRound({
      roundId,
      worker,
      state: "failed",
      failure: { ...failure, message },
      database: transaction,
    });
    return "failed";
  });
}
