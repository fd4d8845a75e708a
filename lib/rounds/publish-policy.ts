import { requestGeneration } from "../completions/request-generation.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { activateModel } from "../models/activate-model.ts";
import { projectSettings } from "../projects/settings.ts";
import { activateSftVersion } from "./activate-sft-version.ts";

/**
 * Makes a round's policy the active one, with the SFT version that it started from, and has it answer as many prompts as the project wants: those with the fewest
 * tasks first, in an order that differs from version to version. Both or neither. Returns the number of prompts.
 */
export async function publishPolicy({
  roundId,
  projectId,
  policyVersionId,
  actorId,
  reason,
  database = db(),
}: {
  roundId: string;
  projectId: string;
  policyVersionId: string;
  /** Null: the trainer, because all gates passed. */
  actorId: string | null;
  reason: string;
  database?: Database;
}): Promise<{ prompts: number }> {
  return await inTransaction(database, async (transaction) => {
    await activateSftVersion({ roundId, actorId, database: transaction });
    await activateModel({ projectId, modelVersionId: policyVersionId, actorId, reason, database: transaction });
    const { settings } = await transaction.project.findUniqueOrThrow({
      where: { id: projectId },
      select: { settings: true },
    });
    const { promptsPerPublishedPolicy } = projectSettings.parse(settings);
    // What has not been begun is better answered by the new policy.
    await transaction.$executeRaw`
      UPDATE "GenerationJob" j SET "modelVersionId" = ${policyVersionId}, "roundId" = ${roundId}
      WHERE j."projectId" = ${projectId} AND j.status = 'queued' AND j."blindComparisonId" IS NULL
        AND NOT EXISTS (SELECT FROM "Completion" c WHERE c."generationJobId" = j.id)`;
    const prompts = await transaction.$queryRaw<{ id: string }[]>`
      SELECT p.id FROM "Prompt" p WHERE p."projectId" = ${projectId}
        AND NOT EXISTS (SELECT FROM "GenerationJob" j WHERE j."promptId" = p.id AND j.status IN ('queued', 'running')
          AND j."modelVersionId" = ${policyVersionId})
      ORDER BY (SELECT count(*) FROM "Task" t WHERE t."promptId" = p.id AND t.status <> 'cancelled'),
        md5(p.id || ${policyVersionId})
      LIMIT ${promptsPerPublishedPolicy}`;
    if (prompts.length === 0) return { prompts: 0 };
    await requestGeneration({
      projectId,
      promptIds: prompts.map(({ id }) => id),
      modelVersionId: policyVersionId,
      roundId,
      database: transaction,
    });
    return { prompts: prompts.length };
  });
}
