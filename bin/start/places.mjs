import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Everything that is kept: the embedded database, weights, ports and secrets, logs. */
export const dataFolder = path.resolve(root, process.env.ATTUNE_DATA_DIR || ".data");
export const logFolder = path.join(dataFolder, "logs");

/** Downloads that all checkouts of one person share. As in lib/env.ts. */
export const cacheFolder =
  process.env.ATTUNE_CACHE_DIR || path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "attune");

/**
 * SHA-256 over the names and contents of files, and of all files below folders; what is not there is left out.
 * @param {string[]} names below the root
 * @param {(name: string) => boolean} [skip]
 */
export function contentHash(names, skip = () => false) {
  const hash = createHash("sha256");
  const add = (name) => {
    if (skip(name)) return;
    const place = path.join(root, name);
    const found = statSync(place, { throwIfNoEntry: false });
    if (found?.isDirectory()) for (const entry of readdirSync(place).sort()) add(path.join(name, entry));
    else if (found) hash.update(`${name}\0${found.size}\0`).update(readFileSync(place));
  };
  for (const name of names) add(name);
  return hash.digest("hex");
}
