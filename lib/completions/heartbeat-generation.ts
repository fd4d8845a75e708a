import { type Database, db } from "../db/client.ts";
import { leaseEnd } from "../jobs/lease.ts";

/**
 * Keeps claims alive. Returns the ids still held: the others were cancelled or taken over. Rows are locked in the order
 * of their ids, so that two heartbeats at once wait for each other instead of in a circle.
 */
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
    WITH held AS (
      SELECT id FROM "GenerationJob"
      WHERE id = ANY(${jobIds}) AND "claimedBy" = ${worker} AND status = 'running'
      ORDER BY id FOR NO KEY UPDATE)
    UPDATE "GenerationJob" job SET "leaseExpiresAt" = ${leaseEnd()} FROM held WHERE job.id = held.id RETURNING job.id`;
  return new Set(held.map(({ id }) => id));
}
