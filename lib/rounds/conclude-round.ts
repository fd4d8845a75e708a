import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { type FinalState, finishRound } from "./finish-round.ts";
import { publishPolicy } from "./publish-policy.ts";

/**
 * Ends a round that ran to its end and, where it succeeded, publishes its policy: both or neither. Returns false where
 * the claim was lost, and changes nothing then.
 */
export async function concludeRound({
  roundId,
  worker,
  state,
  database = db(),
}: {
  roundId: string;
  worker: string;
  state: FinalState;
  database?: Database;
}): Promise<boolean> {
  return await inTransaction(database, async (transaction) => {
    const held = await finishRound({ roundId, worker, state, database: transaction });
    if (!held || state !== "succeeded") return held;
    const { projectId, policyVersionId } = await transaction.round.findUniqueOrThrow({
      where: { id: roundId },
      select: { projectId: true, policyVersionId: true },
    });
    await publishPolicy({
      roundId,
      projectId,
      policyVersionId: policyVersionId!,
      actorId: null,
      reason: "All gates passed.",
      database: transaction,
    });
    return true;
  });
}
