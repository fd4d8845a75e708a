import path from "node:path";
import { env } from "../env.ts";

/** Weight files of model versions, each named by its SHA-256. */
export function modelStoreFolder(): string {
  return path.join(env().ATTUNE_DATA_DIR, "models");
}

/** Where a version's weights are: an absolute path is a base model's, any other lies below the model store. */
export function weightsLocation(version: { path: string }): string {
  return path.resolve(modelStoreFolder(), version.path);
}

/** What a round needs until it ends: checkpoints of its stages. */
export function roundFolder(roundId: string): string {
  return path.join(env().ATTUNE_DATA_DIR, "rounds", roundId);
}

/** What was measured of models and holds as long as their weights: one small file a model. */
export function measurementsFolder(): string {
  return path.join(env().ATTUNE_DATA_DIR, "measurements");
}
