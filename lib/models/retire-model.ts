import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";

/** Puts a candidate aside: nobody needs to decide about it any more. Throws NOT_FOUND, or CONFLICT for any other state. */
export async function retireModel({
  projectId,
  modelVersionId,
  actorId,
  database = db(),
}: {
  projectId: string;
  modelVersionId: string;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const retired = await transaction.modelVersion.updateMany({
      where: { id: modelVersionId, projectId, state: "candidate" },
      data: { state: "retired" },
    });
    if (retired.count === 0) {
      const version = await transaction.modelVersion.findFirst({ where: { id: modelVersionId, projectId } });
      if (!version) throw new AppError("NOT_FOUND", "There is no such model version.");
      throw new AppError("CONFLICT", `${version.name} is ${version.state}, not a candidate.`);
    }
    await record({
      database: transaction,
      actorId,
      action: "model.retire",
      projectId,
      targetType: "model",
      targetId: modelVersionId,
    });
    await notify({ type: "model", projectId, id: modelVersionId }, { database: transaction });
  });
}
