import { judgementsAtMost, readJudgements } from "../agreement/judgements.ts";
import { type AgreementFigures, measureAgreement } from "../agreement/measure-agreement.ts";
import { noneAcceptableByModel } from "../agreement/none-acceptable-by-model.ts";
import { rankingSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import { assessAnnotators } from "./assess-annotators.ts";
import type { AnnotatorAssessment } from "./assessment.ts";

export interface AnnotatorQuality extends AnnotatorAssessment {
  pseudonym: string;
  /** Only where it was asked for: it is not for researchers. */
  name: string | null;
  /** Set while their work is left out. */
  exclusion: { reason: string; createdAt: Date } | null;
}

export interface ProjectQuality {
  /** Without the work of people who are excluded. */
  agreement: AgreementFigures;
  annotators: AnnotatorQuality[];
  noneAcceptable: Awaited<ReturnType<typeof noneAcceptableByModel>>;
  judgements: number;
  /** Only the newest were looked at. */
  isCut: boolean;
}

/** How far people agree in a project, and how each of them works. */
export async function getQuality({
  projectId,
  withNames,
  database = db(),
}: {
  projectId: string;
  withNames: boolean;
  database?: Database;
}): Promise<ProjectQuality> {
  const [judgements, golds, exclusions, noneAcceptable] = await Promise.all([
    readJudgements({ projectId, database }),
    database.gold.findMany({ where: { projectId }, select: { taskId: true, ranking: true } }),
    database.exclusion.findMany({ where: { projectId, endedAt: null } }),
    noneAcceptableByModel({ projectId, database }),
  ]);
  const excluded = new Map(exclusions.map((exclusion) => [exclusion.userId, exclusion]));
  const known = new Map(golds.map(({ taskId, ranking }) => [taskId, rankingSchema.parse(ranking)]));
  const assessed = assessAnnotators(judgements, known, new Set(excluded.keys()));
  const people = await database.user.findMany({
    where: { id: { in: assessed.map(({ userId }) => userId) } },
    select: { id: true, name: true, pseudonym: true },
  });
  const byId = new Map(people.map((person) => [person.id, person]));
  const counting = judgements.filter(({ purpose, userId }) => purpose === "work" && !excluded.has(userId));
  return {
    agreement: measureAgreement(counting),
    annotators: assessed.map((annotator) => {
      const { pseudonym, name } = byId.get(annotator.userId)!;
      return {
        ...annotator,
        pseudonym,
        name: withNames ? name : null,
        exclusion: excluded.get(annotator.userId) ?? null,
      };
    }),
    noneAcceptable,
    judgements: judgements.length,
    isCut: judgements.length >= judgementsAtMost,
  };
}
