import { statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { env } from "../../lib/env.ts";
import { registerBaseModel } from "../../lib/models/register-base-model.ts";
import { folderBytes } from "../../lib/storage/disk-usage.ts";
import { fetchBaseModel } from "../weights/fetch-base-model.ts";
import { openModelFiles } from "../weights/model-folder.ts";

const firstPause = 5_000;
const longestPause = 300_000;

/**
 * Fetches the base model and makes it the installation's; tries again, with growing pauses, until it is there. Returns
 * the version's id.
 */
export async function prepareBaseModel(signal: AbortSignal): Promise<string> {
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await register();
    } catch (error) {
      signal.throwIfAborted();
      console.error(`The base model is not there yet: ${(error as Error).message}`);
      await wait(pause, undefined, { signal });
    }
  }
}

async function register(): Promise<string> {
  const { ATTUNE_BASE_MODEL, ATTUNE_CACHE_DIR } = env();
  const { name, location, sha256, origin } = await fetchBaseModel({
    source: ATTUNE_BASE_MODEL,
    cacheDirectory: ATTUNE_CACHE_DIR,
  });
  const file = statSync(location);
  return await registerBaseModel({
    name,
    location,
    weightsHash: sha256,
    bytes: file.isDirectory() ? await folderBytes(location) : file.size,
    config: { architecture: readArchitecture(location), origin },
  });
}

function readArchitecture(location: string) {
  const files = openModelFiles(location);
  try {
    return JSON.parse(JSON.stringify(files.config));
  } finally {
    files.weights.close();
  }
}
