import { type Database, db } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { versionConfigSchema } from "../models/version-config.ts";
import { countingAnnotations, isCounting } from "../quality/counting.ts";
import type { RoundTimings } from "./estimate-round-seconds.ts";
import { roundSettings } from "./settings.ts";

/** What a round launched now would learn from, and what is known about how long one takes here. */
export interface RoundOutlook {
  splits: Record<Split, { prompts: number; rankings: number }>;
  /** Written answers on training prompts. */
  demonstrations: number;
  /** What the fine-tuned version in use has learned from; 0 where there is none. */
  learnedDemonstrations: number;
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
  const [rows, demonstrations, fineTuned, unseen, ahead, unfinished, timings] = await Promise.all([
    database.$queryRaw<{ split: Split; prompts: number; rankings: number }[]>`
      SELECT p.split::text AS split, count(DISTINCT p.id)::int AS prompts, count(*)::int AS rankings
      FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
      WHERE ${isCounting(projectId)}
        AND EXISTS (SELECT 1 FROM "Comparison" c WHERE c."annotationId" = a.id)
      GROUP BY p.split`,
    database.demonstration.count({
      where: { projectId, annotation: countingAnnotations(projectId), prompt: { split: "train" } },
    }),
    database.modelVersion.findFirst({ where: { projectId, kind: "sft", state: "active" }, select: { config: true } }),
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
    learnedDemonstrations: (fineTuned && versionConfigSchema.parse(fineTuned.config).demonstrations?.count) ?? 0,
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
  const spans = await stageSpans(round.id, database);
  const policy = spans.get("policy");
  return {
    number: round.number,
    sft: await newestFineTuning(projectId, database),
    rewardSecondsPerStep: spans.get("reward")?.secondsPerStep ?? 0,
    policySecondsPerUpdate: policy?.secondsPerStep ?? 0,
    evaluationSeconds: policy ? (round.finishedAt.getTime() - policy.end.getTime()) / 1000 : 0,
    settings: roundSettings.parse(round.settings),
  };
}

/** Not every round fine-tunes: the newest that did may be an older one. */
async function newestFineTuning(projectId: string, database: Database): Promise<RoundTimings["sft"]> {
  const round = await database.round.findFirst({
    where: { projectId, sftVersionId: { not: null } },
    orderBy: { number: "desc" },
    select: { id: true, settings: true },
  });
  const span = round && (await stageSpans(round.id, database)).get("sft");
  if (!span?.secondsPerStep) return null;
  return { secondsPerStep: span.secondsPerStep, batchSize: roundSettings.parse(round!.settings).sft.batchSize };
}

/** When the last step of each stage ended, and how long one took; 0 where there was only one. */
async function stageSpans(roundId: string, database: Database) {
  const spans = await database.roundMetric.groupBy({
    by: ["stage"],
    where: { roundId },
    _min: { createdAt: true },
    _max: { createdAt: true },
    _count: true,
  });
  return new Map(
    spans.map(({ stage, _min, _max, _count }) => {
      const [start, end] = [_min.createdAt!, _max.createdAt!];
      const secondsPerStep = _count < 2 ? 0 : (end.getTime() - start.getTime()) / 1000 / (_count - 1);
      return [stage, { end, secondsPerStep }];
    }),
  );
}
