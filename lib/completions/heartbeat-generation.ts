import { type Database, db } from "../db/client.ts";
import { leaseEnd } from "../jobs/lease.ts";

/** Keeps claims alive. Returns the ids still held: the others were cancelled or taken over. */
export async function heartbeatGeneration({
  worker,
  jobIds,
  database = db(),
}: {
  worker: string;
  jobIds: string[];
  database?: Database;
}): Promise<Set<string>> {
  const held = await database.$queryRaw<{ id: string }[]>`
    UPDATE "GenerationJob" SET "leaseExpiresAt" = ${leaseEnd()}
    WHERE id = ANY(${jobIds}) AND "claimedBy" = ${worker} AND status = 'running' RETURNING id`;
  return new Set(held.map(({ id }) => id));
}
