import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { env } from "../../lib/env.ts";
import { registerBaseModel } from "../../lib/models/register-base-model.ts";
import { type BaseModel, fetchBaseModel } from "../weights/fetch-base-model.ts";
import { openModelFiles, weightFiles } from "../weights/model-folder.ts";

const firstPause = 5000;
const longestPause = 60_000;

/**
 * Waits until the base model is there and registered; tries again by itself while it cannot be fetched. Returns the id
 * of its version.
 */
export async function ensureBaseModel(stopping: AbortSignal): Promise<string> {
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      const { ATTUNE_BASE_MODEL: source, ATTUNE_CACHE_DIR: cacheDirectory } = env();
      return await register(await fetchBaseModel({ source, cacheDirectory }));
    } catch (error) {
      stopping.throwIfAborted();
      console.warn(`Base model: ${error instanceof Error ? error.message : error} Trying again in ${pause / 1000} s.`);
    }
    await wait(pause, undefined, { signal: stopping });
  }
}

async function register({ location, name, origin, sha256 }: BaseModel): Promise<string> {
  const files = openModelFiles(location);
  files.weights.close();
  return await registerBaseModel({
    name,
    location: path.resolve(location),
    weightsHash: sha256,
    bytes: await bytesOf(location),
    config: { origin, architecture: JSON.parse(JSON.stringify(files.config)) },
  });
}

async function bytesOf(location: string): Promise<number> {
  const whole = await stat(location);
  if (!whole.isDirectory()) return whole.size;
  const sizes = await Promise.all(weightFiles(location).map((file) => stat(path.join(location, file))));
  return sizes.reduce((total, { size }) => total + size, 0);
}
