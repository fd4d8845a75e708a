import { type Ranking, rankingSchema } from "../annotations/ranking.ts";
import type { Database } from "../db/client.ts";

/** The known ranking of each gold task of a project, retired ones too. */
export async function knownAnswers({
  projectId,
  database,
}: {
  projectId: string;
  database: Database;
}): Promise<Map<string, Ranking>> {
  const golds = await database.gold.findMany({ where: { projectId }, select: { taskId: true, ranking: true } });
  return new Map(golds.map(({ taskId, ranking }) => [taskId, rankingSchema.parse(ranking)]));
}
