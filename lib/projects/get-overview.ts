import { type Database, db } from "../db/client.ts";
import { countingAnnotations } from "../quality/counting.ts";
import { listRounds, type RoundLine } from "../rounds/list-rounds.ts";

export interface ProjectOverview {
  prompts: { total: number; train: number; validation: number; gold: number };
  completions: number;
  /** Those left out by decision are in none. */
  tasks: { open: number; done: number; cancelled: number };
  /** Current annotations; a revision counts once. */
  annotations: { total: number; lastDay: number; noneAcceptable: number };
  annotators: number;
  /** Completions that the sampler still owes, by job. */
  generation: { queued: number; running: number; done: number; failed: number };
  /** Annotations that no dataset version holds yet. */
  rankingsNoRoundHasSeen: number;
  activePolicy: { id: string; name: string; number: number; activatedAt: Date | null } | null;
  lastRounds: RoundLine[];
}

/** What a project's home page shows. */
export async function getOverview({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<ProjectOverview> {
  const current = countingAnnotations(projectId);
  const dayAgo = new Date(Date.now() - 86_400_000);
  const [
    splits,
    completions,
    tasks,
    total,
    lastDay,
    noneAcceptable,
    annotators,
    jobs,
    unseen,
    activePolicy,
    lastRounds,
  ] = await Promise.all([
    database.prompt.groupBy({ by: ["split"], where: { projectId }, _count: true }),
    database.completion.count({ where: { projectId } }),
    database.task.groupBy({ by: ["status"], where: { projectId, purpose: "work", leftOut: false }, _count: true }),
    database.annotation.count({ where: current }),
    database.annotation.count({ where: { ...current, createdAt: { gt: dayAgo } } }),
    database.annotation.count({ where: { ...current, noneAcceptable: true } }),
    database.annotation.groupBy({ by: ["userId"], where: { ...current, source: "annotator" } }),
    database.generationJob.groupBy({ by: ["status"], where: { projectId }, _count: true }),
    database.annotation.count({ where: { ...current, datasetVersions: { none: {} } } }),
    database.modelVersion.findFirst({
      where: { projectId, kind: "policy", state: "active" },
      select: { id: true, name: true, number: true, activatedAt: true },
    }),
    listRounds({ projectId, limit: 5, database }),
  ]);
  const prompts = count(splits, "split");
  const taskCounts = count(tasks, "status");
  const jobCounts = count(jobs, "status");
  return {
    prompts: {
      train: prompts.train ?? 0,
      validation: prompts.validation ?? 0,
      gold: prompts.gold ?? 0,
      total: splits.reduce((sum, { _count }) => sum + _count, 0),
    },
    completions,
    tasks: { open: taskCounts.open ?? 0, done: taskCounts.done ?? 0, cancelled: taskCounts.cancelled ?? 0 },
    annotations: { total, lastDay, noneAcceptable },
    annotators: annotators.length,
    generation: {
      queued: jobCounts.queued ?? 0,
      running: jobCounts.running ?? 0,
      done: jobCounts.done ?? 0,
      failed: jobCounts.failed ?? 0,
    },
    rankingsNoRoundHasSeen: unseen,
    activePolicy,
    lastRounds,
  };
}

function count<Key extends string, Value extends string>(
  groups: ({ [key in Key]: Value } & { _count: number })[],
  key: Key,
): Partial<Record<Value, number>> {
  return Object.fromEntries(groups.map((group) => [group[key], group._count])) as Partial<Record<Value, number>>;
}
