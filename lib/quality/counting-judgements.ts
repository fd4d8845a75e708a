import { type Judgement, readJudgements } from "../agreement/judgements.ts";
import type { Database } from "../db/client.ts";

/** The newest judgements that are data: of no check, and of nobody whose work is left out. */
export async function countingJudgements({
  projectId,
  database,
}: {
  projectId: string;
  database: Database;
}): Promise<Judgement[]> {
  const [judgements, exclusions] = await Promise.all([
    readJudgements({ projectId, database }),
    database.exclusion.findMany({ where: { projectId, endedAt: null }, select: { userId: true } }),
  ]);
  const excluded = new Set(exclusions.map(({ userId }) => userId));
  return judgements.filter(({ purpose, userId }) => purpose === "work" && !excluded.has(userId));
}
