import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { modelStoreFolder } from "../../lib/storage/model-store.ts";
import type { WrittenFile } from "../models/save.ts";

/**
 * Puts a weights file into the model store under its hash: equal weights are one file.
 *
 * @param write what writes it, whole or not at all; nothing may go in that differs between two equal runs
 */
export async function storeWeights(
  roundId: string,
  write: (file: string) => Promise<WrittenFile>,
): Promise<{ sha256: string; bytes: number; path: string }> {
  await mkdir(modelStoreFolder(), { recursive: true });
  const incoming = path.join(modelStoreFolder(), `.incoming-${roundId}.safetensors`);
  const { sha256, bytes } = await write(incoming);
  const name = `${sha256}.safetensors`;
  await rename(incoming, path.join(modelStoreFolder(), name));
  return { sha256, bytes, path: name };
}
