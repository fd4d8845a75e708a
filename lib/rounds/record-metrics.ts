import { type Database, db } from "../db/client.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { RoundStageName } from "./settings.ts";

/** Figures of one step, by the names in metrics.ts. The same step again replaces what was there: a resumed round repeats some. */
export async function recordMetrics({
  roundId,
  stage,
  step,
  values,
  database = db(),
}: {
  roundId: string;
  stage: RoundStageName;
  step: number;
  /** A figure that is not finite is left out: JSON has none. */
  values: Record<string, number>;
  database?: Database;
}): Promise<void> {
  const finite: Prisma.InputJsonObject = Object.fromEntries(
    Object.entries(values).filter(([, value]) => Number.isFinite(value)),
  );
  await database.roundMetric.upsert({
    where: { roundId_stage_step: { roundId, stage, step } },
    create: { roundId, stage, step, values: finite },
    update: { values: finite },
  });
}
