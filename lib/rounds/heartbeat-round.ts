import { type Database, db } from "../db/client.ts";
import { leaseEnd } from "../jobs/lease.ts";

/**
 * What has become of a claim. `ended`: the round has come to its end, `lost`: it is another worker's or waits again. In
 * both cases there is nothing left to do.
 */
export type ClaimStatus = "held" | "cancelRequested" | "ended" | "lost";

/** Keeps a claim alive. */
export async function heartbeatRound({
  roundId,
  worker,
  database = db(),
}: {
  roundId: string;
  worker: string;
  database?: Database;
}): Promise<ClaimStatus> {
  const [held] = await database.$queryRaw<{ cancelRequestedAt: Date | null }[]>`
    UPDATE "Round" SET "leaseExpiresAt" = ${leaseEnd()}
    WHERE id = ${roundId} AND "claimedBy" = ${worker} AND state = 'running'
    RETURNING "cancelRequestedAt"`;
  if (held) return held.cancelRequestedAt ? "cancelRequested" : "held";
  const round = await database.round.findUnique({ where: { id: roundId }, select: { state: true } });
  return round && round.state !== "queued" && round.state !== "running" ? "ended" : "lost";
}
