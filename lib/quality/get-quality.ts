import { judgementsAtMost, readJudgements } from "../agreement/judgements.ts";
import { type AgreementFigures, measureAgreement } from "../agreement/measure-agreement.ts";
import { noneAcceptableByModel } from "../agreement/none-acceptable-by-model.ts";
import { type Database, db } from "../db/client.ts";
import { assessAnnotators } from "./assess-annotators.ts";
import type { AnnotatorAssessment, Suspicion } from "./assessment.ts";
import { knownAnswers } from "./known-answers.ts";

export interface AnnotatorQuality extends Omit<AnnotatorAssessment, "suspicions"> {
  /** With what a person decided about them, while it holds. */
  suspicions: (Suspicion & { dismissed: { note: string; createdAt: Date } | null })[];
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
  const [judgements, known, exclusions, dismissals, noneAcceptable] = await Promise.all([
    readJudgements({ projectId, database }),
    knownAnswers({ projectId, database }),
    database.exclusion.findMany({ where: { projectId, endedAt: null } }),
    database.dismissedSuspicion.findMany({ where: { projectId }, orderBy: { id: "desc" } }),
    noneAcceptableByModel({ projectId, database }),
  ]);
  const excluded = new Map(exclusions.map((exclusion) => [exclusion.userId, exclusion]));
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
      const holding = dismissals.filter(
        (one) => one.userId === annotator.userId && annotator.judgements < 2 * one.judgements,
      );
      return {
        ...annotator,
        suspicions: annotator.suspicions.map((suspicion) => ({
          ...suspicion,
          dismissed: decisionIn(holding.find(({ kind }) => kind === suspicion.kind)),
        })),
        pseudonym,
        name: withNames ? name : null,
        exclusion: exclusionIn(excluded.get(annotator.userId)),
      };
    }),
    noneAcceptable,
    judgements: judgements.length,
    isCut: judgements.length >= judgementsAtMost,
  };
}

function decisionIn(row: { note: string; createdAt: Date } | undefined) {
  return row ? { note: row.note, createdAt: row.createdAt } : null;
}

function exclusionIn(row: { reason: string; createdAt: Date } | undefined) {
  return row ? { reason: row.reason, createdAt: row.createdAt } : null;
}
