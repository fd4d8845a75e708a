import { ranksOf } from "../agreement/judgements.ts";
import { type Ranking, rankingSchema } from "../annotations/ranking.ts";
import type { Database } from "../db/client.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { agreementWithGold } from "./assess-annotators.ts";

/** What somebody is told about a gold task they have just judged. */
export interface GoldFeedback {
  /** Known pairs ordered as known; ties count half. */
  right: number;
  of: number;
  /** Positions shown (0 the first), best group first. */
  known: number[][];
  explanation: string;
}

/**
 * Feedback on a judgement of a gold task; null for other tasks, and where the project stays silent. Never asks the
 * database about tasks of the ordinary purpose.
 */
export async function feedbackOn({
  purpose,
  taskId,
  projectId,
  userId,
  ranking,
  shownOrder,
  settings: { quality },
  database,
}: {
  purpose: string;
  taskId: string;
  projectId: string;
  userId: string;
  ranking: Ranking;
  shownOrder: readonly string[];
  settings: ProjectSettings;
  database: Database;
}): Promise<GoldFeedback | null> {
  if (purpose !== "gold" || quality.feedback === "never") return null;
  if (quality.feedback === "qualification") {
    const closed = await database.qualification.count({ where: { projectId, userId } });
    if (quality.qualificationTasks === 0 || closed > 0) return null;
  }
  const gold = await database.gold.findUniqueOrThrow({ where: { taskId } });
  const known = rankingSchema.parse(gold.ranking);
  const [right, of] = agreementWithGold({ ranks: ranksOf(ranking, shownOrder) }, known);
  return {
    right,
    of,
    known: known.map((group) => group.map((id) => shownOrder.indexOf(id)).sort((one, other) => one - other)),
    explanation: gold.explanation,
  };
}
