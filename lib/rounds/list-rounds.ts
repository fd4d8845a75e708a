import { z } from "zod";
import { type Database, db } from "../db/client.ts";
import type { GateOutcome, ModelState, RoundStage, RoundState, RoundTrigger } from "../generated/prisma/enums.ts";

export interface RoundLine {
  id: string;
  number: number;
  state: RoundState;
  stage: RoundStage | null;
  /** 0 to 1 within the stage. */
  progress: number;
  secondsLeft: number | null;
  trigger: RoundTrigger;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  createdBy: { id: string; name: string } | null;
  dataset: { id: string; number: number; comparisons: number } | null;
  policyVersion: { id: string; name: string; state: ModelState } | null;
  gates: { name: string; outcome: GateOutcome }[];
  /** Gain in mean reward on held-out prompts and KL, once evaluated. */
  improvement: number | null;
  kl: number | null;
}

const evaluationSchema = z.object({ improvement: z.number().optional(), kl: z.number().optional() });

/** A project's rounds, newest first; `before` a round's number pages on. */
export async function listRounds({
  projectId,
  limit = 50,
  before,
  database = db(),
}: {
  projectId: string;
  limit?: number;
  before?: number;
  database?: Database;
}): Promise<RoundLine[]> {
  const rows = await database.round.findMany({
    where: { projectId, ...(before === undefined ? {} : { number: { lt: before } }) },
    orderBy: { number: "desc" },
    take: limit,
    include: {
      createdBy: { select: { id: true, name: true } },
      datasetVersion: { select: { id: true, number: true, comparisonCount: true } },
      policyVersion: { select: { id: true, name: true, state: true } },
      gates: { select: { name: true, outcome: true }, orderBy: { createdAt: "asc" } },
      metrics: { where: { stage: "evaluate" }, take: 1, select: { values: true } },
    },
  });
  return rows.map((row) => {
    const evaluation = evaluationSchema.parse(row.metrics[0]?.values ?? {});
    return {
      id: row.id,
      number: row.number,
      state: row.state,
      stage: row.stage,
      progress: row.progress,
      secondsLeft: row.secondsLeft,
      trigger: row.trigger,
      createdAt: row.createdAt,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
      createdBy: row.createdBy,
      dataset: row.datasetVersion && {
        id: row.datasetVersion.id,
        number: row.datasetVersion.number,
        comparisons: row.datasetVersion.comparisonCount,
      },
      policyVersion: row.policyVersion,
      gates: row.gates,
      improvement: evaluation.improvement ?? null,
      kl: evaluation.kl ?? null,
    };
  });
}
