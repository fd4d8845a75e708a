import { type Database, db } from "../db/client.ts";
import type { RoundStageName } from "./settings.ts";

/**
 * Figures of one step, by the names in metrics.ts. Figures of the same step under other names stay; those of the same
 * name are replaced: a resumed round repeats some steps.
 */
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
  const finite = JSON.stringify(
    Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value))),
  );
  await database.$executeRaw`
    INSERT INTO "RoundMetric" AS metric ("roundId", stage, step, "values")
    VALUES (${roundId}, ${stage}::"RoundStage", ${step}, ${finite}::jsonb)
    ON CONFLICT ("roundId", stage, step) DO UPDATE SET "values" = metric."values" || excluded."values"`;
}
