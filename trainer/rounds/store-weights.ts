import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { modelStoreFolder } from "../../lib/storage/model-store.ts";
import type { ScalarHead } from "../models/heads.ts";
import { saveTop } from "../models/save.ts";
import type { Top } from "../models/top.ts";

/**
 * Puts a top (and head) into the model store under its hash: equal weights are one file. Refuses weights that are not
 * finite.
 *
 * @param metadata goes into the file and its hash: nothing that differs between two equal runs
 */
export async function storeWeights(
  roundId: string,
  top: Top,
  { head, metadata }: { head?: ScalarHead; metadata?: Record<string, string> } = {},
): Promise<{ sha256: string; bytes: number; path: string }> {
  await mkdir(modelStoreFolder(), { recursive: true });
  const incoming = path.join(modelStoreFolder(), `.incoming-${roundId}.safetensors`);
  const { sha256, bytes } = await saveTop(incoming, top, { head, metadata });
  const name = `${sha256}.safetensors`;
  await rename(incoming, path.join(modelStoreFolder(), name));
  return { sha256, bytes, path: name };
}
