import { type Database, db } from "../db/client.ts";

/** Keeps figures of an evaluation with a version; those that are not finite are left out. */
export async function recordModelMetrics({
  modelVersionId,
  metrics,
  database = db(),
}: {
  modelVersionId: string;
  metrics: Record<string, number>;
  database?: Database;
}): Promise<void> {
  const finite = Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
  await database.modelVersion.update({ where: { id: modelVersionId }, data: { metrics: finite } });
}
