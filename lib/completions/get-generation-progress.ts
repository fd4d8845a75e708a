import { type Database, db } from "../db/client.ts";

export interface GenerationProgress {
  /** Prompts that wait or are being answered. */
  pendingPrompts: number;
  /**
   * Completions written and owed in all: of these prompts, and of those that were finished since the oldest of these was
   * asked for. So a bar over them fills from left to right.
   */
  written: number;
  total: number;
  /** The version that answers now or next; null where nothing is pending. */
  modelName: string | null;
  /** About how long it takes at the pace of the last two minutes; null where nothing was written in them. */
  secondsLeft: number | null;
  /** Prompts whose job failed in the last day, the newest first, with the reason. */
  failures: { jobId: string; promptId: string; reason: string }[];
}

/** How far the sampler is with a project's completions. */
export async function getGenerationProgress({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<GenerationProgress> {
  const paceSeconds = 120;
  const [pending, recent, next, failures] = await Promise.all([
    database.$queryRaw<{ prompts: number; total: number; written: number }[]>`
      WITH pending AS (
        SELECT id, count, "createdAt" FROM "GenerationJob"
        WHERE "projectId" = ${projectId} AND status IN ('queued', 'running')),
      wave AS (
        SELECT id, count FROM pending UNION ALL
        SELECT id, count FROM "GenerationJob" WHERE "projectId" = ${projectId} AND status = 'done'
          AND "finishedAt" >= (SELECT min("createdAt") FROM pending))
      SELECT (SELECT count(*)::int FROM pending) AS prompts, coalesce(sum(count), 0)::int AS total,
        coalesce(sum((SELECT count(*) FROM "Completion" c WHERE c."generationJobId" = wave.id)), 0)::int AS written
      FROM wave`,
    database.completion.count({
      where: {
        projectId,
        generationJobId: { not: null },
        createdAt: { gt: new Date(Date.now() - paceSeconds * 1000) },
      },
    }),
    database.generationJob.findFirst({
      where: { projectId, status: { in: ["queued", "running"] } },
      orderBy: [{ status: "desc" }, { priority: "desc" }, { createdAt: "asc" }],
      select: { modelVersion: { select: { name: true } } },
    }),
    database.generationJob.findMany({
      where: { projectId, status: "failed", finishedAt: { gt: new Date(Date.now() - 86_400_000) } },
      orderBy: { finishedAt: "desc" },
      take: 20,
      select: { id: true, promptId: true, error: true },
    }),
  ]);
  const { prompts, total, written } = pending[0]!;
  return {
    pendingPrompts: prompts,
    written,
    total,
    modelName: next?.modelVersion.name ?? null,
    secondsLeft: recent > 0 && total > written ? ((total - written) * paceSeconds) / recent : null,
    failures: failures.map(({ id, promptId, error }) => ({ jobId: id, promptId, reason: error ?? "" })),
  };
}
