import type { z } from "zod";
import { type Database, db } from "../db/client.ts";
import { utcNow } from "../db/utc-now.ts";
import { leaseEnd } from "../jobs/lease.ts";
import { projectSettings, samplingSettings } from "../projects/settings.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";

/** A job is tried so often; then it has failed. */
export const maximumGenerationAttempts = 3;

export interface ClaimedGeneration {
  id: string;
  projectId: string;
  promptId: string;
  modelVersionId: string;
  /** How many completions. */
  count: number;
  sampling: z.infer<typeof samplingSettings>;
  messages: Message[];
  /** The project's; null for none. */
  systemPrompt: string | null;
  attempts: number;
  /** What an earlier run of the job wrote. */
  written: { id: string; text: string }[];
}

/**
 * Takes the next jobs, all of one model version, so that they can be sampled in one batch: the oldest of the highest
 * priority and others of its version. Takes over jobs whose lease ran out; one that was tried too often fails instead.
 */
export async function claimGeneration({
  worker,
  limit,
  database = db(),
}: {
  worker: string;
  limit: number;
  database?: Database;
}): Promise<ClaimedGeneration[]> {
  await database.$executeRaw`
    UPDATE "GenerationJob" SET status = 'failed', error = 'The sampler stopped each time it tried this.',
      "finishedAt" = ${utcNow}
    WHERE status = 'running' AND "leaseExpiresAt" < ${utcNow} AND attempts >= ${maximumGenerationAttempts}`;
  const claimed = await database.$queryRaw<{ id: string }[]>`
    WITH first AS (
      SELECT "modelVersionId" FROM "GenerationJob"
      WHERE status = 'queued' OR (status = 'running' AND "leaseExpiresAt" < ${utcNow})
      ORDER BY priority DESC, "createdAt", id FOR UPDATE SKIP LOCKED LIMIT 1)
    UPDATE "GenerationJob" SET status = 'running', "claimedBy" = ${worker}, "leaseExpiresAt" = ${leaseEnd()},
      attempts = attempts + 1
    WHERE id IN (
      SELECT j.id FROM "GenerationJob" j JOIN first ON first."modelVersionId" = j."modelVersionId"
      WHERE j.status = 'queued' OR (j.status = 'running' AND j."leaseExpiresAt" < ${utcNow})
      ORDER BY j.priority DESC, j."createdAt", j.id FOR UPDATE OF j SKIP LOCKED LIMIT ${limit})
    RETURNING id`;
  if (claimed.length === 0) return [];
  const jobs = await database.generationJob.findMany({
    where: { id: { in: claimed.map(({ id }) => id) } },
    orderBy: [{ priority: "desc" }, { createdAt: "asc" }, { id: "asc" }],
    include: {
      prompt: { select: { messages: true } },
      project: { select: { settings: true } },
      completions: { select: { id: true, text: true } },
    },
  });
  return jobs.map((job) => ({
    id: job.id,
    projectId: job.projectId,
    promptId: job.promptId,
    modelVersionId: job.modelVersionId,
    count: job.count,
    sampling: samplingSettings.parse(job.sampling),
    messages: messagesSchema.parse(job.prompt.messages),
    systemPrompt: projectSettings.parse(job.project.settings).systemPrompt,
    attempts: job.attempts,
    written: job.completions,
  }));
}
