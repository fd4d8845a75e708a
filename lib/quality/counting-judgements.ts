import { type Judgement, readJudgements } from "../agreement/judgements.ts";
import type { Database } from "../db/client.ts";

/** The newest judgements of nobody whose work is left out: those that are data, or with `withGold` those of gold tasks, too. */
export async function countingJudgements({
  projectId,
  withGold = false,
  database,
}: {
  projectId: string;
  withGold?: boolean;
  database: Database;
}): Promise<Judgement[]> {
  const [judgements, exclusions] = await Promise.all([
    readJudgements({ projectId, database }),
    database.exclusion.findMany({ where: { projectId, endedAt: null }, select: { userId: true } }),
  ]);
  const excluded = new Set(exclusions.map(({ userId }) => userId));
  return judgements.filter(
    ({ purpose, userId }) => (purpose === "work" || (withGold && purpose === "gold")) && !excluded.has(userId),
  );
}
