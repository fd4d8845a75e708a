import { ranksOf } from "../agreement/judgements.ts";
import { rankingSchema } from "../annotations/ranking.ts";
import type { Database } from "../db/client.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { agreementWithGold } from "./assess-annotators.ts";

/** What somebody is told about a gold task that they have judged. */
export interface GoldFeedback {
  /** Known pairs ordered as known; ties count half. */
  right: number;
  of: number;
  /** Positions shown (0 the first), best group first. */
  known: number[][];
  explanation: string;
}

/**
 * Feedback on a stored judgement; null where its task has no known answer, and where the project stays silent. Asks the
 * database the same of every task, so that the time it takes tells nothing either.
 */
export async function feedbackOn({
  annotationId,
  settings: { quality },
  database,
}: {
  annotationId: string;
  settings: ProjectSettings;
  database: Database;
}): Promise<GoldFeedback | null> {
  if (quality.feedback === "never") return null;
  if (quality.feedback === "qualification" && quality.qualificationTasks === 0) return null;
  const [judged] = await database.$queryRaw<
    { ranking: unknown; shownOrder: string[]; known: unknown; explanation: string }[]
  >`
    SELECT a.ranking, a."shownOrder", g.ranking AS known, g.explanation
    FROM "Annotation" a JOIN "Task" t ON t.id = a."taskId" JOIN "Gold" g ON g."taskId" = t."repeatOfId"
    WHERE a.id = ${annotationId} AND (${quality.feedback} = 'always' OR NOT EXISTS (
      SELECT FROM "Qualification" q
      WHERE q."projectId" = a."projectId" AND q."userId" = a."userId" AND q."createdAt" <= a."createdAt"))`;
  if (!judged) return null;
  const { shownOrder, explanation } = judged;
  const known = rankingSchema.parse(judged.known);
  const [right, of] = agreementWithGold({ ranks: ranksOf(rankingSchema.parse(judged.ranking), shownOrder) }, known);
  const places = known.map((group) => group.map((id) => shownOrder.indexOf(id)).sort((one, other) => one - other));
  return { right, of, known: places, explanation };
}
