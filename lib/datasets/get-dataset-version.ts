import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { DatasetVersion } from "../generated/prisma/client.ts";

/** A project's frozen dataset. Throws NOT_FOUND. */
export async function getDatasetVersion({
  projectId,
  datasetVersionId,
  database = db(),
}: {
  projectId: string;
  datasetVersionId: string;
  database?: Database;
}): Promise<DatasetVersion> {
  const version = await database.datasetVersion.findFirst({ where: { id: datasetVersionId, projectId } });
  if (!version) throw new AppError("NOT_FOUND", "There is no such dataset version.");
  return version;
}
