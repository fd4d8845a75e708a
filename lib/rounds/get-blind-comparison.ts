import { type Database, db } from "../db/client.ts";
import { type WinRate, winRateOf } from "./win-rate.ts";

export interface BlindComparisonView {
  id: string;
  /** The version that the candidate stands against. */
  currentName: string;
  startedBy: { id: string; name: string } | null;
  createdAt: Date;
  endedAt: Date | null;
  /** Pairs of answers asked for, one a prompt. */
  pairs: number;
  /** Of these, pairs whose answers are still being written … */
  writing: number;
  /** … and pairs that wait for a person. */
  waiting: number;
  /** Held-out prompts that no pair was asked for yet. */
  promptsLeft: number;
  /** Null while a pair is open: who could see how it stands would know what the next answer is worth. */
  rate: WinRate | null;
}

/** How a round's blind comparison stands; null where none was started. */
export async function getBlindComparison({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<BlindComparisonView | null> {
  const row = await database.blindComparison.findUnique({
    where: { roundId },
    include: { current: { select: { name: true } }, startedBy: { select: { id: true, name: true } }, round: true },
  });
  if (!row) return null;
  const [counts, promptsLeft] = await Promise.all([
    countPairs({ id: row.id, roundId, candidateId: row.round.policyVersionId!, database }),
    database.prompt.count({
      where: {
        projectId: row.round.projectId,
        split: { not: "train" },
        generationJobs: { none: { blindComparisonId: row.id } },
      },
    }),
  ]);
  const { pairs, writing, waiting, wins, ties, losses } = counts;
  return {
    id: row.id,
    currentName: row.current.name,
    startedBy: row.startedBy,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    pairs,
    writing,
    waiting,
    promptsLeft,
    rate: writing + waiting > 0 ? null : winRateOf({ wins, ties, losses }),
  };
}

/** Prompts of a project that a blind comparison may ask about: no policy and no reward model has learned from them. */
export async function countHeldOutPrompts({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<number> {
  return await database.prompt.count({ where: { projectId, split: { not: "train" } } });
}

/**
 * Counts a comparison's pairs. Answers that are the same to the letter are a tie without being asked; a pair whose answer
 * could not be written, or whose task was cancelled, counts as nothing.
 */
export async function countPairs({
  id,
  roundId,
  candidateId,
  database,
}: {
  id: string;
  roundId: string;
  candidateId: string;
  database: Database;
}): Promise<{ pairs: number; writing: number; waiting: number; wins: number; ties: number; losses: number }> {
  const [counts] = await database.$queryRaw<
    { pairs: number; writing: number; waiting: number; wins: number; ties: number; losses: number }[]
  >`
    WITH pair AS (
      SELECT j."promptId", bool_or(j.status IN ('queued', 'running')) AND NOT bool_or(j.status IN ('failed', 'cancelled')) AS writing,
        bool_and(j.status = 'done') AS written, array_agg(j.id) AS jobs
      FROM "GenerationJob" j WHERE j."blindComparisonId" = ${id} GROUP BY j."promptId"
    ), judged AS (
      SELECT pair.*, t.status,
        pair.written AND t.id IS NULL AND (
          SELECT count(DISTINCT c.text) = 1 FROM "Completion" c WHERE c."generationJobId" = ANY(pair.jobs)) AS alike,
        a.id IS NOT NULL AS answered, NOT coalesce(x.tie, true) AS decided, better."modelVersionId" AS winner
      FROM pair
      LEFT JOIN "Task" t ON t.id = (
        SELECT own.id FROM "TaskCompletion" k JOIN "Completion" c ON c.id = k."completionId" JOIN "Task" own ON own.id = k."taskId"
        WHERE c."generationJobId" = ANY(pair.jobs) AND own."roundId" = ${roundId} ORDER BY own."createdAt" LIMIT 1)
      LEFT JOIN "Annotation" a ON a."taskId" = t.id AND a."supersededAt" IS NULL AND NOT a.extra
      LEFT JOIN "Comparison" x ON x."annotationId" = a.id
      LEFT JOIN "Completion" better ON better.id = x."betterId"
    )
    SELECT count(*)::int AS pairs, count(*) FILTER (WHERE writing)::int AS writing,
      count(*) FILTER (WHERE status = 'open')::int AS waiting,
      count(*) FILTER (WHERE answered AND decided AND winner = ${candidateId})::int AS wins,
      count(*) FILTER (WHERE alike OR (answered AND NOT decided))::int AS ties,
      count(*) FILTER (WHERE answered AND decided AND winner <> ${candidateId})::int AS losses
    FROM judged`;
  return counts!;
}
