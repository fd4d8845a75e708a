import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { notify } from "../events/notify.ts";
import type { VersionConfig } from "./version-config.ts";

/** Any number of our own: worker and sampler both register, and one of them is first. */
const registrationLock = 7_041_001;

/**
 * Makes a fetched base model the one that projects start from; the one before is retired. The same weights are the same
 * version, wherever they lie. Returns its id.
 */
export async function registerBaseModel({
  name,
  location,
  weightsHash,
  bytes,
  config,
  database = db(),
}: {
  name: string;
  /** Absolute path. */
  location: string;
  /** SHA-256, hex. */
  weightsHash: string;
  bytes: number;
  config: VersionConfig;
  database?: Database;
}): Promise<string> {
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT pg_advisory_xact_lock(${registrationLock})::text`;
    const known = await transaction.modelVersion.findFirst({ where: { projectId: null, kind: "base", weightsHash } });
    if (known?.state === "active" && known.path === location) return known.id;
    await transaction.modelVersion.updateMany({
      where: { projectId: null, kind: "base", state: "active" },
      data: { state: "retired" },
    });
    const data = { path: location, name, bytes, config, state: "active", activatedAt: new Date() } as const;
    const { id } = known
      ? await transaction.modelVersion.update({ where: { id: known.id }, data })
      : await transaction.modelVersion.create({
          data: { ...data, kind: "base", number: 0, weightsHash, trunkHash: weightsHash },
        });
    await notify({ type: "model", projectId: "", id }, { database: transaction });
    return id;
  });
}
