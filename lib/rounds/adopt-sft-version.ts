import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { activateSftVersion } from "./activate-sft-version.ts";

/**
 * Makes the SFT version that a round trained its reference, and its start too unless that is the active policy. Again it
 * changes nothing.
 */
export async function adoptSftVersion({
  roundId,
  activate,
  database = db(),
}: {
  roundId: string;
  /** It passed its gate: later rounds start from it, whatever becomes of this round's policy. */
  activate: boolean;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const { sftVersionId, referenceId, startId } = await transaction.round.findUniqueOrThrow({
      where: { id: roundId },
      select: { sftVersionId: true, referenceId: true, startId: true },
    });
    if (!sftVersionId || referenceId === sftVersionId) return;
    await transaction.round.update({
      where: { id: roundId },
      data: { referenceId: sftVersionId, ...(startId === referenceId ? { startId: sftVersionId } : {}) },
    });
    if (activate) await activateSftVersion({ roundId, actorId: null, database: transaction });
  });
}
