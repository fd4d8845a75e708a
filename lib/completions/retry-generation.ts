import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import { maximumGenerationAttempts } from "./claim-generation.ts";

/** After an error: queues a job again with the reason, or, where it was tried too often, fails it. */
export async function retryGeneration({
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
  await database.$executeRaw`
    UPDATE "GenerationJob" SET error = ${reason}, "claimedBy" = NULL, "leaseExpiresAt" = NULL,
      status = CASE WHEN attempts >= ${maximumGenerationAttempts} THEN 'failed' ELSE 'queued' END::"JobStatus",
      "finishedAt" = CASE WHEN attempts >= ${maximumGenerationAttempts} THEN timezone('UTC', now()) END
    WHERE id = ${job.id} AND "claimedBy" = ${worker} AND status = 'running'`;
  await notify({ type: "generation", projectId: job.projectId, id: job.id }, { database });
}
