import { type Database, db } from "../db/client.ts";

/** Versions that can answer: all but reward models, as far as their weights are there; newest first. */
export async function listServableModels({
  database = db(),
}: {
  database?: Database;
} = {}): Promise<{ id: string; name: string; createdAt: Date }[]> {
  return await database.modelVersion.findMany({
    where: { kind: { not: "reward" }, weightsRemovedAt: null },
    orderBy: { createdAt: "desc" },
    select: { id: true, name: true, createdAt: true },
  });
}
