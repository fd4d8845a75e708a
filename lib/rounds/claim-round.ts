import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { utcNow } from "../db/utc-now.ts";
import { leaseEnd } from "../jobs/lease.ts";

/** Any number of our own: claims of rounds come one after another. */
const claimLock = 7_041_002;

/** A round is tried so often without getting any further; then it has failed. */
export const maximumAttempts = 3;

export interface ClaimedRound {
  id: string;
  projectId: string;
  number: number;
  /** How often it was started since it last got further, this time included. */
  attempts: number;
  cancelRequestedAt: Date | null;
}

/**
 * Takes the round that a worker is to run: one that another left behind, then one that was begun, then the oldest
 * queued. One round runs at a time in an installation: null while another's lease is alive, or where none waits.
 */
export async function claimRound({
  worker,
  database = db(),
}: {
  /** Names the claim; the worker's own, never used twice. */
  worker: string;
  database?: Database;
}): Promise<ClaimedRound | null> {
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT pg_advisory_xact_lock(${claimLock})::text`;
    const [claimed] = await transaction.$queryRaw<ClaimedRound[]>`
      UPDATE "Round" SET state = 'running', "claimedBy" = ${worker}, "leaseExpiresAt" = ${leaseEnd()},
        attempts = attempts + 1, "startedAt" = coalesce("startedAt", ${utcNow})
      WHERE id = (
        SELECT id FROM "Round"
        WHERE (state = 'queued' OR (state = 'running' AND "leaseExpiresAt" < ${utcNow}))
          AND NOT EXISTS (SELECT FROM "Round" WHERE state = 'running' AND "leaseExpiresAt" >= ${utcNow})
        ORDER BY state = 'running' DESC, "startedAt" IS NULL, "createdAt"
        FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING id, "projectId", number, attempts, "cancelRequestedAt"`;
    return claimed ?? null;
  });
}
