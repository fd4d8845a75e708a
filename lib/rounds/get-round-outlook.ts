import { type Database, db } from "../db/client.ts";
import type { RoundStage, Split } from "../generated/prisma/enums.ts";
import { countingAnnotations, isCounting } from "../quality/counting.ts";
import type { RoundTimings } from "./estimate-round-seconds.ts";
import { roundSettings } from "./settings.ts";

/** What a round launched now would learn from, and what is known about how long one takes here. */
export interface RoundOutlook {
  splits: Record<Split, { prompts: number; rankings: number }>;
  /** Written answers on training prompts. */
  demonstrations: number;
  /** Rankings that no round has seen. */
  unseen: number;
  /** Rounds of any project that a new one would wait for: the trainer takes one at a time. */
  ahead: number;
  /** The project's own round that waits or runs: while there is one, no other can be launched. */
  unfinished: { id: string; number: number; state: "queued" | "running" } | null;
  /** Of the newest round that ran to its end; null where none did. */
  timings: RoundTimings | null;
}

/** Read before a round is launched. */
export async function getRoundOutlook({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<RoundOutlook> {
  const [rows, demonstrations, unseen, ahead, unfinished, timings] = await Promise.all([
    database.$queryRaw<{ split: Split; prompts: number; rankings: number }[]>`
      SELECT p.split::text AS split, count(DISTINCT p.id)::int AS prompts, count(*)::int AS rankings
      FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
      WHERE ${isCounting(projectId)}
        AND EXISTS (SELECT 1 FROM "Comparison" c WHERE c."annotationId" = a.id)
      GROUP BY p.split`,
    database.demonstration.count({
      where: { projectId, annotation: countingAnnotations(projectId), prompt: { split: "train" } },
    }),
    database.annotation.count({ where: { ...countingAnnotations(projectId), datasetVersions: { none: {} } } }),
    database.round.count({ where: { state: { in: ["queued", "running"] } } }),
    database.round.findFirst({
      where: { projectId, state: { in: ["queued", "running"] } },
      select: { id: true, number: true, state: true },
    }),
    newestTimings(projectId, database),
  ]);
  const of = (split: Split) => {
    const row = rows.find((candidate) => candidate.split === split);
    return { prompts: row?.prompts ?? 0, rankings: row?.rankings ?? 0 };
  };
  return {
    splits: { train: of("train"), validation: of("validation"), gold: of("gold") },
    demonstrations,
    unseen,
    ahead,
    unfinished: unfinished as RoundOutlook["unfinished"],
    timings,
  };
}

async function newestTimings(projectId: string, database: Database): Promise<RoundTimings | null> {
  const round = await database.round.findFirst({
    where: { projectId, state: { in: ["succeeded", "undecided"] }, metrics: { some: { stage: "policy" } } },
    orderBy: { number: "desc" },
    select: { id: true, number: true, settings: true, finishedAt: true },
  });
  if (!round?.finishedAt) return null;
  const spans = await database.roundMetric.groupBy({
    by: ["stage"],
    where: { roundId: round.id, stage: { in: ["reward", "policy"] } },
    _min: { createdAt: true },
    _max: { createdAt: true },
    _count: true,
  });
  const span = (stage: RoundStage) => spans.find((candidate) => candidate.stage === stage);
  const secondsPerStep = (stage: RoundStage) => {
    const { _min, _max, _count } = span(stage) ?? {};
    if (!_min?.createdAt || !_max?.createdAt || !_count || _count < 2) return 0;
    return (_max.createdAt.getTime() - _min.createdAt.getTime()) / 1000 / (_count - 1);
  };
  const lastUpdate = span("policy")?._max.createdAt;
  return {
    number: round.number,
    rewardSecondsPerStep: secondsPerStep("reward"),
    policySecondsPerUpdate: secondsPerStep("policy"),
    evaluationSeconds: lastUpdate ? (round.finishedAt.getTime() - lastUpdate.getTime()) / 1000 : 0,
    settings: roundSettings.parse(round.settings),
  };
}
