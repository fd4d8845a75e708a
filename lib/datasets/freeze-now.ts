import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { countingAnnotations } from "../quality/counting.ts";
import { freezeDataset } from "./freeze-dataset.ts";

/**
 * Freezes the current annotations on a person's wish, for an export that can be repeated. Where the newest version holds
 * exactly the same, that one is returned. Throws UNPROCESSABLE where there is nothing to freeze.
 */
export async function freezeNow({
  projectId,
  actorId,
  database = db(),
}: {
  projectId: string;
  actorId: string;
  database?: Database;
}): Promise<{ id: string; number: number }> {
  return await inTransaction(
    database,
    async (transaction) => {
      const any = await transaction.annotation.findFirst({
        where: countingAnnotations(projectId),
        select: { id: true },
      });
      if (!any) throw new AppError("UNPROCESSABLE", "There is nothing to freeze yet: nobody has ranked anything.");
      const { id, number } = await freezeDataset({ projectId, database: transaction });
      await record({
        database: transaction,
        actorId,
        action: "data.freeze",
        projectId,
        targetType: "datasetVersion",
        targetId: id,
        detail: { number },
      });
      return { id, number };
    },
    { timeoutMilliseconds: 5 * 60_000 },
  );
}
