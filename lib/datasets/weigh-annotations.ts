import { groupBy } from "../agreement/group-by.ts";
import { agreementWithin, type Judgement } from "../agreement/judgements.ts";
import type { Database } from "../db/client.ts";
import { reliabilityOf } from "../quality/assess-annotators.ts";
import { countingJudgements } from "../quality/counting-judgements.ts";
import { knownAnswers } from "../quality/known-answers.ts";
import type { DatasetOptions } from "./options.ts";

/**
 * Sets the weights of a version that is being frozen. Settled tasks count by the adjudicator's ranking alone. With
 * `minimumAgreement`, tasks on which people agree too little weigh 0. With `weightByReliability`, a person's rankings
 * weigh 2η − 1, what Crowd-BT's η says beyond a coin, and never less than a twentieth: leaving somebody out is for people
 * to decide. Imported rankings, adjudications and people who shared no task weigh 1.
 */
export async function weighAnnotations({
  datasetVersionId,
  projectId,
  options: { weightByReliability, minimumAgreement },
  database,
}: {
  datasetVersionId: string;
  projectId: string;
  options: DatasetOptions;
  database: Database;
}): Promise<void> {
  await database.$executeRaw`
    UPDATE "DatasetAnnotation" d SET weight = 0 FROM "Annotation" a
    WHERE d."datasetVersionId" = ${datasetVersionId} AND a.id = d."annotationId" AND NOT a.resolves AND EXISTS (
      SELECT FROM "Annotation" settled
      WHERE settled."taskId" = a."taskId" AND settled.resolves AND settled."supersededAt" IS NULL)`;
  if (!weightByReliability && minimumAgreement === null) return;
  const judgements = await countingJudgements({ projectId, withGold: true, database });
  if (weightByReliability) {
    for (const [userId, { value }] of reliabilityOf(judgements, await knownAnswers({ projectId, database }))) {
      await database.$executeRaw`
        UPDATE "DatasetAnnotation" d SET weight = ${weightOf(value)} FROM "Annotation" a
        WHERE d."datasetVersionId" = ${datasetVersionId} AND a.id = d."annotationId" AND a."userId" = ${userId}
          AND a.source = 'annotator' AND NOT a.resolves AND d.weight > 0`;
    }
  }
  if (minimumAgreement !== null) {
    await database.$executeRaw`
      UPDATE "DatasetAnnotation" d SET weight = 0 FROM "Annotation" a
      WHERE d."datasetVersionId" = ${datasetVersionId} AND a.id = d."annotationId" AND NOT a.resolves
        AND a."taskId" = ANY(${disputedTasks(judgements, minimumAgreement)})`;
  }
}

/** 2η − 1, to three digits, at least a twentieth. */
export function weightOf(reliability: number): number {
  return Math.max(0.05, Math.round(1000 * (2 * reliability - 1)) / 1000);
}

/** Tasks on which people had the same preference on fewer than this share of the pairs that both decided. */
export function disputedTasks(judgements: readonly Judgement[], minimumAgreement: number): string[] {
  return [...groupBy(judgements, ({ taskId }) => taskId)].flatMap(([taskId, judged]) => {
    const agreement = agreementWithin(judged);
    return agreement !== null && agreement < minimumAgreement ? [taskId] : [];
  });
}
