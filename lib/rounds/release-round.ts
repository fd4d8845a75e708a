import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";

/**
 * Gives a claimed round back so that it goes on at once when a worker is there again: on an orderly stop, which is no
 * failed attempt, or after a crash, which is one. Does nothing where the claim was lost.
 */
export async function releaseRound({
  roundId,
  worker,
  countsAsAttempt,
  database = db(),
}: {
  roundId: string;
  worker: string;
  countsAsAttempt: boolean;
  database?: Database;
}): Promise<void> {
  const [row] = await database.$queryRaw<{ projectId: string }[]>`
    UPDATE "Round" SET state = 'queued', "claimedBy" = NULL, "leaseExpiresAt" = NULL,
      attempts = attempts - ${countsAsAttempt ? 0 : 1}
    WHERE id = ${roundId} AND "claimedBy" = ${worker} AND state = 'running'
    RETURNING "projectId"`;
  if (row) await notify({ type: "round", projectId: row.projectId, id: roundId }, { database });
}
