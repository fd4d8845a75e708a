import { type Database, db } from "../db/client.ts";
import { leaseEnd } from "../jobs/lease.ts";

/**
 * Keeps a claim alive. `held` is false where it was lost: the round is another worker's or has ended, and the caller
 * must stop.
 */
export async function heartbeatRound({
  roundId,
  worker,
  database = db(),
}: {
  roundId: string;
  worker: string;
  database?: Database;
}): Promise<{ held: boolean; cancelRequested: boolean }> {
  const [row] = await database.$queryRaw<{ cancelRequestedAt: Date | null }[]>`
    UPDATE "Round" SET "leaseExpiresAt" = ${leaseEnd()}
    WHERE id = ${roundId} AND "claimedBy" = ${worker} AND state = 'running'
    RETURNING "cancelRequestedAt"`;
  return { held: row !== undefined, cancelRequested: row?.cancelRequestedAt != null };
}
