/** A folder in Hugging Face layout: config.json, model.safetensors (or shards with an index), tokenizer files. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { openGgufModel } from "./gguf-model.ts";
import { openSafetensors, type TensorToWrite, writeSafetensors } from "./safetensors.ts";
import type { ModelFiles, TokenizerFiles, WeightSource } from "./weight-source.ts";

const singleFile = "model.safetensors";
const indexFile = "model.safetensors.index.json";
const objectSchema = z.record(z.string(), z.unknown());
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string().regex(/^[\w.-]+\.safetensors$/)) });

/** Opens a folder or a .gguf file; the caller closes `weights`. Throws where something is missing, naming it. */
export function openModelFiles(location: string): ModelFiles {
  if (!existsSync(location)) throw new Error(`there is no model at ${location}`);
  if (!statSync(location).isDirectory()) return openGgufModel(location);
  return {
    config: readJson(location, "config.json"),
    weights: openWeights(location),
    tokenizer: readTokenizerFiles(location),
  };
}

/** The weight files of a folder, in order. */
export function weightFiles(folder: string): string[] {
  if (existsSync(path.join(folder, singleFile))) return [singleFile];
  if (!existsSync(path.join(folder, indexFile)))
    throw new Error(`${folder} has neither ${singleFile} nor ${indexFile}`);
  return [...new Set(Object.values(indexSchema.parse(readJson(folder, indexFile)).weight_map))].sort();
}

function openWeights(folder: string): WeightSource {
  const shards = weightFiles(folder).map((file) => openSafetensors(path.join(folder, file)));
  const [only] = shards;
  if (shards.length === 1) return only!;
  const owner = new Map(shards.flatMap((shard) => [...shard.shapes.keys()].map((name) => [name, shard] as const)));
  return {
    shapes: new Map(shards.flatMap((shard) => [...shard.shapes])),
    read(name) {
      const shard = owner.get(name);
      if (!shard) throw new Error(`tensor ${name} is missing from ${folder}`);
      return shard.read(name);
    },
    close() {
      for (const shard of shards) shard.close();
    },
  };
}

function readTokenizerFiles(folder: string): TokenizerFiles {
  const config = readJson(folder, "tokenizer_config.json");
  // Newer checkpoints keep the template in a file of its own.
  const template = path.join(folder, "chat_template.jinja");
  if (config.chat_template === undefined && existsSync(template)) config.chat_template = readFileSync(template, "utf8");
  return { tokenizer: readJson(folder, "tokenizer.json"), config };
}

function readJson(folder: string, name: string): Record<string, unknown> {
  const file = path.join(folder, name);
  if (!existsSync(file)) throw new Error(`${folder} has no ${name}`);
  return objectSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Weights above it are cut into files of at most this size, as `transformers` does. */
export const usualShardBytes = 5e9;

/**
 * Writes a folder that `transformers`, vLLM and others load: the weights in one file, or in shards with an index where
 * they are larger than `shardBytes` (a tensor is never cut).
 * @returns SHA-256 (hex) of the weights, over the shards one after another, and their size
 */
export async function writeModelFolder(
  folder: string,
  files: { config: Record<string, unknown>; generationConfig: Record<string, unknown>; tokenizer: TokenizerFiles },
  tensors: readonly TensorToWrite[],
  { shardBytes = usualShardBytes }: { shardBytes?: number } = {},
): Promise<{ sha256: string; bytes: number }> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, value: unknown) =>
    writeFile(path.join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await write("config.json", files.config);
  await write("generation_config.json", files.generationConfig);
  await write("tokenizer.json", files.tokenizer.tokenizer);
  await write("tokenizer_config.json", files.tokenizer.config);
  const shards = cutIntoShards(tensors, shardBytes);
  const names = shards.map((_, place) => shardName(place, shards.length));
  // What an earlier model left would be read in place of this one, or beside it.
  for (const name of await readdir(folder)) {
    if (name === indexFile || (/^model.*\.safetensors$/.test(name) && !names.includes(name)))
      await rm(path.join(folder, name));
  }
  if (shards.length === 1) return writeSafetensors(path.join(folder, singleFile), tensors);
  let bytes = 0;
  for (const [place, shard] of shards.entries()) {
    bytes += (await writeSafetensors(path.join(folder, names[place]!), shard)).bytes;
  }
  const owners = shards.flatMap((shard, place) => shard.map(({ name }) => [name, names[place]!]));
  const total_size = tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  await write(indexFile, { metadata: { total_size }, weight_map: Object.fromEntries(owners) });
  const hash = createHash("sha256");
  for (const name of names) for await (const chunk of createReadStream(path.join(folder, name))) hash.update(chunk);
  return { sha256: hash.digest("hex"), bytes };
}

function bytesOf({ shape }: TensorToWrite): number {
  return shape.reduce((product, length) => product * length, 4);
}

function cutIntoShards(tensors: readonly TensorToWrite[], shardBytes: number): TensorToWrite[][] {
  const shards: TensorToWrite[][] = [[]];
  let bytes = 0;
  for (const tensor of tensors) {
    if (bytes > 0 && bytes + bytesOf(tensor) > shardBytes) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)!.push(tensor);
    bytes += bytesOf(tensor);
  }
  return shards;
}

function shardName(place: number, count: number): string {
  const number = (value: number) => String(value).padStart(5, "0");
  return count === 1 ? singleFile : `model-${number(place + 1)}-of-${number(count)}.safetensors`;
}
