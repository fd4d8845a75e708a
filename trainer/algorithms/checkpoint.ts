import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { TrainerState } from "./learner.ts";

/** A checkpoint that is incomplete, damaged or of another version. */
export class CheckpointError extends Error {
  constructor(folder: string, reason: string) {
    super(`Checkpoint ${path.basename(folder)}: ${reason}`);
    this.name = "CheckpointError";
  }
}

const VERSION = 3;
const TENSORS = "tensors.bin";
const MANIFEST = "manifest.json";

interface Manifest {
  version: number;
  values: TrainerState["values"];
  /** Where each tensor lies in tensors.bin, in float32 values. */
  tensors: { name: string; offset: number; length: number }[];
  bytes: number;
  /** Of the entries above as JSON, then tensors.bin: a changed counter is damage as much as a changed weight. */
  sha256: string;
}

function hashOf(
  { values, tensors, bytes }: Pick<Manifest, "values" | "tensors" | "bytes">,
  contents: Iterable<Uint8Array>,
) {
  const hash = createHash("sha256").update(JSON.stringify([VERSION, values, tensors, bytes]));
  for (const chunk of contents) hash.update(chunk);
  return hash.digest("hex");
}

/** Checkpoints are folders named so that they sort by progress. */
function folderName(progress: number): string {
  return `checkpoint-${String(progress).padStart(8, "0")}`;
}

/** Complete checkpoints under a root, oldest first. */
export async function listCheckpoints(root: string): Promise<string[]> {
  const entries = await readdir(root).catch(() => [] as string[]);
  return entries
    .filter((name) => /^checkpoint-\d{8}$/.test(name))
    .sort()
    .map((name) => path.join(root, name));
}

async function writeDurably(file: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const handle = await open(file, "w");
  try {
    for (const chunk of chunks) await handle.write(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a state so that it is there in full or not at all: files and folder are flushed to disk under a temporary name,
 * then renamed. Older checkpoints beyond `keep` are removed afterwards.
 *
 * @param root folder that holds the checkpoints of one trainer
 * @param progress steps or updates made; a later checkpoint has a larger one
 * @returns the checkpoint's folder
 */
export async function writeCheckpoint(
  root: string,
  progress: number,
  state: TrainerState,
  { keep = 2 } = {},
): Promise<string> {
  const folder = path.join(root, folderName(progress));
  const temporary = `${folder}.part`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });

  const manifest: Manifest = { version: VERSION, values: state.values, tensors: [], bytes: 0, sha256: "" };
  const chunks: Uint8Array[] = [];
  for (const [name, tensor] of Object.entries(state.tensors)) {
    const bytes = new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength);
    chunks.push(bytes);
    manifest.tensors.push({ name, offset: manifest.bytes / 4, length: tensor.length });
    manifest.bytes += tensor.byteLength;
  }
  manifest.sha256 = hashOf(manifest, chunks);
  await writeDurably(path.join(temporary, TENSORS), chunks);
  await writeDurably(path.join(temporary, MANIFEST), [Buffer.from(JSON.stringify(manifest))]);
  await syncFolder(temporary);
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
  await syncFolder(root);

  const older = (await listCheckpoints(root)).filter((other) => other < folder);
  for (const surplus of older.slice(0, Math.max(0, older.length + 1 - keep))) {
    await rm(surplus, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Reads a checkpoint back.
 *
 * @throws CheckpointError where a file is missing, of the wrong size, or the contents do not have the hash in the manifest
 */
export async function readCheckpoint(folder: string): Promise<TrainerState> {
  const manifestText = await readFile(path.join(folder, MANIFEST), "utf8").catch(() => {
    throw new CheckpointError(folder, "the manifest is missing");
  });
  let manifest: Manifest;
  try {
    manifest = JSON.parse(manifestText) as Manifest;
  } catch {
    throw new CheckpointError(folder, "the manifest is damaged");
  }
  if (manifest.version !== VERSION) throw new CheckpointError(folder, `version ${manifest.version} is not supported`);
  const bytes = await readFile(path.join(folder, TENSORS)).catch(() => {
    throw new CheckpointError(folder, "the tensors are missing");
  });
  if (bytes.byteLength !== manifest.bytes) {
    throw new CheckpointError(
      folder,
      `the tensors have ${bytes.byteLength} bytes where ${manifest.bytes} were written`,
    );
  }
  if (hashOf(manifest, [bytes]) !== manifest.sha256) {
    throw new CheckpointError(folder, "the contents do not have the hash they were written with");
  }
  // A copy: a buffer from the pool may not start at a multiple of four bytes.
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const tensors: TrainerState["tensors"] = {};
  for (const { name, offset, length } of manifest.tensors) tensors[name] = all.subarray(offset, offset + length);
  return { tensors, values: manifest.values };
}

/** The furthest checkpoint under a root, or null where there is none. Throws where that one is damaged. */
export async function readLatestCheckpoint(root: string): Promise<TrainerState | null> {
  const latest = (await listCheckpoints(root)).at(-1);
  return latest === undefined ? null : readCheckpoint(latest);
}
