import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { ModelKind } from "../generated/prisma/enums.ts";
import { weightsLocation } from "../storage/model-store.ts";
import { type VersionConfig, versionConfigSchema } from "./version-config.ts";

export interface LocatedModel {
  id: string;
  kind: ModelKind;
  name: string;
  trunkHash: string;
  /** Absolute path of what differs from the base; for a base, the base itself. */
  weights: string;
  config: VersionConfig;
  /** The base at the root of its lineage. */
  base: { id: string; location: string };
}

/** Where a version and the base below it lie. Throws NOT_FOUND, or CONFLICT where retention removed its weights. */
export async function locateModel({
  modelVersionId,
  database = db(),
}: {
  modelVersionId: string;
  database?: Database;
}): Promise<LocatedModel> {
  const version = await database.modelVersion.findUnique({ where: { id: modelVersionId } });
  if (!version) throw new AppError("NOT_FOUND", "There is no such model version.");
  if (version.weightsRemovedAt) {
    throw new AppError("CONFLICT", `The weights of ${version.name} were removed to save disk space.`);
  }
  const [base] = await database.$queryRaw<{ id: string; path: string }[]>`
    WITH RECURSIVE line AS (
      SELECT id, "parentId", kind, path FROM "ModelVersion" WHERE id = ${modelVersionId}
      UNION ALL
      SELECT m.id, m."parentId", m.kind, m.path FROM "ModelVersion" m JOIN line ON m.id = line."parentId"
    ) SELECT id, path FROM line WHERE kind = 'base'`;
  if (!base) throw new AppError("NOT_FOUND", `The base model of ${version.name} is not known any more.`);
  return {
    id: version.id,
    kind: version.kind,
    name: version.name,
    trunkHash: version.trunkHash,
    weights: weightsLocation(version),
    config: versionConfigSchema.parse(version.config),
    base: { id: base.id, location: weightsLocation(base) },
  };
}
