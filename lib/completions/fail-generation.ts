import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";

/** Ends a job that cannot be done, with the reason for people. */
export async function failGeneration({
  job,
  worker,
  reason,
  database = db(),
}: {
  job: { id: string; projectId: string };
  worker: string;
  reason: string;
  database?: Database;
}): Promise<void> {
  await database.generationJob.updateMany({
    where: { id: job.id, claimedBy: worker, status: "running" },
    data: { status: "failed", error: reason, finishedAt: new Date(), leaseExpiresAt: null },
  });
  await notify({ type: "generation", projectId: job.projectId, id: job.id }, { database });
}
