import { freezeDataset } from "../datasets/freeze-dataset.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { getActiveBase } from "../models/get-active-policy.ts";
import { projectSettings } from "../projects/settings.ts";
import { roundSettings } from "./settings.ts";

/**
 * Fixes what a round learns from and starts from, once: a resumed round finds the same dataset, reference, start and
 * system prompt, whatever has happened to the project meanwhile. Throws UNAVAILABLE while there is no base model.
 */
export async function freezeRound({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(
    database,
    async (transaction) => {
      const round = await transaction.round.findUniqueOrThrow({ where: { id: roundId }, include: { project: true } });
      if (round.datasetVersionId) return;
      const { projectId } = round;
      const base = await getActiveBase({ database: transaction });
      if (!base) throw new AppError("UNAVAILABLE", "The base model is still being fetched.");
      // One that was made of another base counts no more once the installation has a new one.
      const sft = await transaction.modelVersion.findFirst({
        where: { projectId, kind: "sft", state: "active", parentId: base.id },
        orderBy: { activatedAt: "desc" },
        select: { id: true },
      });
      const reference = sft ?? base;
      const active =
        roundSettings.parse(round.settings).startFrom === "active" &&
        (await transaction.modelVersion.findFirst({
          where: { projectId, kind: "policy", state: "active" },
          select: { id: true },
        }));
      const dataset = await freezeDataset({ projectId, database: transaction });
      await transaction.round.update({
        where: { id: roundId },
        data: {
          datasetVersionId: dataset.id,
          referenceId: reference.id,
          startId: active ? active.id : reference.id,
          systemPrompt: projectSettings.parse(round.project.settings).systemPrompt,
        },
      });
    },
    { timeoutMilliseconds: 5 * 60_000 },
  );
}
