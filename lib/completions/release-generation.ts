import { type Database, db } from "../db/client.ts";

/** Gives jobs back on an orderly stop: no failed attempt. What was written stays. */
export async function releaseGeneration({
  worker,
  database = db(),
}: {
  worker: string;
  database?: Database;
}): Promise<void> {
  await database.$executeRaw`
    UPDATE "GenerationJob" SET status = 'queued', "claimedBy" = NULL, "leaseExpiresAt" = NULL, attempts = attempts - 1
    WHERE "claimedBy" = ${worker} AND status = 'running'`;
}
