import { z } from "zod";
import { type SplitCounts, splitCountsSchema } from "../datasets/split-counts.ts";
import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type {
  GateOutcome,
  ModelState,
  RoundStage,
  RoundState,
  RoundTrigger,
  SamplePhase,
} from "../generated/prisma/enums.ts";
import { failureSchema, type RoundFailure } from "./failure.ts";
import { type RoundSettings, type RoundStageName, roundSettings, roundStages } from "./settings.ts";

export interface RoundVersion {
  id: string;
  name: string;
  state: ModelState;
  weightsRemovedAt: Date | null;
}

export interface RoundGate {
  id: string;
  name: string;
  outcome: GateOutcome;
  summary: string;
  detail: Record<string, number | string | null>;
  decidedBy: { id: string; name: string } | null;
  decidedAt: Date | null;
}

/** Something the trainer saw that usually ends badly. */
export interface RoundAlarmView {
  id: string;
  stage: RoundStage;
  /** Step or update of the stage, from 0. */
  step: number;
  kind: string;
  message: string;
  /** What usually lies behind it, likeliest first. */
  causes: string[];
  /** The sample at which it was first seen, where there is one. */
  promptId: string | null;
  completion: string | null;
  createdAt: Date;
}

export interface RoundSampleView {
  promptId: string;
  phase: SamplePhase;
  step: number;
  index: number;
  text: string;
  reward: number;
  kl: number | null;
  tokens: number;
}

/** Everything a round's page shows. */
export interface RoundView {
  id: string;
  projectId: string;
  number: number;
  state: RoundState;
  stage: RoundStage | null;
  /** 0 to 1 within the stage. */
  progress: number;
  /** To the end of the round; null while that cannot be said. */
  secondsLeft: number | null;
  trigger: RoundTrigger;
  settings: RoundSettings;
  seed: number;
  failure: RoundFailure | null;
  cancelRequestedAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  createdBy: { id: string; name: string } | null;
  /** Rounds of all projects that run or wait before it; 0 once it runs. */
  ahead: number;
  dataset: { id: string; number: number; hash: string; annotations: number; splitCounts: SplitCounts } | null;
  reference: RoundVersion | null;
  /** Where its policy started. */
  start: RoundVersion | null;
  /** Trained in this round on demonstrations; null where it had no reason to. */
  sftVersion: RoundVersion | null;
  rewardVersion: RoundVersion | null;
  policyVersion: RoundVersion | null;
  gates: RoundGate[];
  /** In the order in which they were seen; the newest 50. */
  alarms: RoundAlarmView[];
  /** By stage, in order of steps; thinned to at most 1000 steps a stage, the last one always there. */
  metrics: Record<RoundStageName, { step: number; values: Record<string, number> }[]>;
  /** Newest phase last; by prompt, step and index within. */
  samples: RoundSampleView[];
}

const versionFields = { select: { id: true, name: true, state: true, weightsRemovedAt: true } } as const;
const detailSchema = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
const valuesSchema = z.record(z.string(), z.number());
const causesSchema = z.array(z.string());
const stepsShown = 1000;
const alarmsShown = 50;

/** One round. Throws NOT_FOUND, also where it is not of the given project. */
export async function getRound({
  roundId,
  projectId,
  database = db(),
}: {
  roundId: string;
  projectId?: string;
  database?: Database;
}): Promise<RoundView> {
  const row = await database.round.findUnique({
    where: { id: roundId, projectId },
    include: {
      createdBy: { select: { id: true, name: true } },
      datasetVersion: true,
      reference: versionFields,
      start: versionFields,
      sftVersion: versionFields,
      rewardVersion: versionFields,
      policyVersion: versionFields,
      gates: { include: { decidedBy: { select: { id: true, name: true } } }, orderBy: { createdAt: "asc" } },
      alarms: { orderBy: { createdAt: "desc" }, take: alarmsShown },
      samples: { orderBy: [{ phase: "asc" }, { step: "asc" }, { promptId: "asc" }, { index: "asc" }] },
    },
  });
  if (!row) throw new AppError("NOT_FOUND", "There is no such round.");
  const [metrics, ahead] = await Promise.all([
    readMetrics(roundId, database),
    row.state === "queued"
      ? database.round.count({
          where: { OR: [{ state: "running" }, { state: "queued", createdAt: { lt: row.createdAt } }] },
        })
      : 0,
  ]);
  const { datasetVersion: dataset } = row;
  return {
    id: row.id,
    projectId: row.projectId,
    number: row.number,
    state: row.state,
    stage: row.stage,
    progress: row.progress,
    secondsLeft: row.secondsLeft,
    trigger: row.trigger,
    settings: roundSettings.parse(row.settings),
    seed: row.seed,
    failure: row.failure === null ? null : failureSchema.parse(row.failure),
    cancelRequestedAt: row.cancelRequestedAt,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    createdBy: row.createdBy,
    ahead,
    dataset: dataset && {
      id: dataset.id,
      number: dataset.number,
      hash: dataset.hash,
      annotations: dataset.annotationCount,
      splitCounts: splitCountsSchema.parse(dataset.splitCounts),
    },
    reference: row.reference,
    start: row.start,
    sftVersion: row.sftVersion,
    rewardVersion: row.rewardVersion,
    policyVersion: row.policyVersion,
    gates: row.gates.map(({ id, name, outcome, summary, detail, decidedBy, decidedAt }) => ({
      id,
      name,
      outcome,
      summary,
      detail: detailSchema.parse(detail),
      decidedBy,
      decidedAt,
    })),
    alarms: row.alarms
      .toReversed()
      .map(({ roundId: _round, causes, ...alarm }) => ({ ...alarm, causes: causesSchema.parse(causes) })),
    metrics,
    samples: row.samples.map(({ id: _id, roundId: _round, ...sample }) => sample),
  };
}

async function readMetrics(roundId: string, database: Database): Promise<RoundView["metrics"]> {
  const rows = await database.$queryRaw<{ stage: RoundStageName; step: number; values: unknown }[]>`
    SELECT stage::text AS stage, step, "values" FROM (
      SELECT *, row_number() OVER (PARTITION BY stage ORDER BY step DESC) AS place, count(*) OVER (PARTITION BY stage) AS total
      FROM "RoundMetric" WHERE "roundId" = ${roundId}) AS numbered
    WHERE (place - 1) % (total / ${stepsShown}::int + 1) = 0
    ORDER BY step`;
  const byStage = Object.fromEntries(roundStages.map((stage) => [stage, []])) as unknown as RoundView["metrics"];
  for (const { stage, step, values } of rows) byStage[stage].push({ step, values: valuesSchema.parse(values) });
  return byStage;
}
