import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";

/**
 * Makes a policy version the one that answers a project's prompts, forwards or back; the one before is retired and
 * stays there to roll back to. A base model's id takes the project back to before any policy. Throws NOT_FOUND, CONFLICT
 * where it answers already or its weights were removed, UNPROCESSABLE for a model that writes no answers.
 */
export async function activateModel({
  projectId,
  modelVersionId,
  actorId,
  reason = "",
  database = db(),
}: {
  projectId: string;
  modelVersionId: string;
  /** Null: the trainer itself, after all gates passed. */
  actorId: string | null;
  reason?: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const version = await transaction.modelVersion.findFirst({
      where: { id: modelVersionId, OR: [{ projectId }, { projectId: null }] },
    });
    if (!version) throw new AppError("NOT_FOUND", "There is no such model version.");
    if (version.kind === "reward") throw new AppError("UNPROCESSABLE", "A reward model writes no answers.");
    if (version.kind === "sft") {
      throw new AppError("UNPROCESSABLE", "Policies start from a fine-tuned version; it answers nothing by itself.");
    }
    if (version.weightsRemovedAt) {
      throw new AppError("CONFLICT", "The weights of this version were removed to save disk space.");
    }
    const before = await transaction.modelVersion.findFirst({ where: { projectId, kind: "policy", state: "active" } });
    if (version.kind === "base" ? !before : version.state === "active") {
      throw new AppError("CONFLICT", `${version.name} is answering already.`);
    }
    await transaction.modelVersion.updateMany({
      where: { projectId, kind: "policy", state: "active" },
      data: { state: "retired" },
    });
    if (version.projectId) {
      await transaction.modelVersion.update({
        where: { id: version.id },
        data: { state: "active", activatedAt: new Date() },
      });
    }
    await record({
      database: transaction,
      actorId,
      action: "model.activate",
      projectId,
      targetType: "model",
      targetId: version.id,
      detail: { name: version.name, before: before?.name ?? null, reason },
    });
    await notify({ type: "model", projectId, id: version.id }, { database: transaction });
  });
}
