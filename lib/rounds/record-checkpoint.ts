import { type Database, db } from "../db/client.ts";

/** The round got further for good: earlier failed attempts do not count any more. */
export async function recordCheckpoint({
  roundId,
  worker,
  database = db(),
}: {
  roundId: string;
  worker: string;
  database?: Database;
}): Promise<void> {
  await database.round.updateMany({
    where: { id: roundId, claimedBy: worker, state: "running" },
    data: { attempts: 1 },
  });
}
