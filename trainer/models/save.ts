/** What is stored of a model version: a top alone, or the whole in Hugging Face layout. */
import { scoped } from "../tensor/backend.ts";
import { toGpt2Layout } from "../weights/gpt2-layout.ts";
import { writeModelFolder } from "../weights/model-folder.ts";
import { openSafetensors, type TensorToWrite, writeSafetensors } from "../weights/safetensors.ts";
import { checkShapes } from "../weights/weight-source.ts";
import { finalNormName, modelShapes, outputHeadName, toConfig } from "./architecture.ts";
import { ScalarHead, scoreName } from "./heads.ts";
import type { LanguageModel } from "./language-model.ts";
import { tokenizerProblems } from "./tokenizer.ts";
import { Top, topShapes } from "./top.ts";
import type { Trunk } from "./trunk.ts";

/** Text that travels in the file's header, e.g. the round's id or the reward normalisation. */
export type TopMetadata = Record<string, string>;

export interface WrittenFile {
  /** Hex. */
  sha256: string;
  bytes: number;
}

/** Metadata keys of our own in the file's header. */
const trunkKey = "attune.trunk";
const trunkLayersKey = "attune.trunkLayers";

/** A top (and head) among several in one file: the names of its tensors carry the prefix. */
export interface TopPart {
  prefix: string;
  top: Top;
  head: ScalarHead | null;
}

/**
 * Writes a top (and head) as one safetensors file that appears whole or not at all; only what differs from the trunk.
 * The trunk's hash goes into the header. Refuses weights that are not finite, naming the tensor.
 */
export function saveTop(
  file: string,
  top: Top,
  { head, metadata = {} }: { head?: ScalarHead; metadata?: TopMetadata } = {},
): Promise<WrittenFile> {
  return saveTops(file, [{ prefix: "", top, head: head ?? null }], metadata);
}

/** The same for several tops on one trunk, each under its prefix. */
export function saveTops(file: string, parts: readonly TopPart[], metadata: TopMetadata = {}): Promise<WrittenFile> {
  const { trunk } = parts[0]!.top;
  const tensors = parts.flatMap(({ prefix, top, head }) =>
    [...topTensors(top), ...(head ? [headTensor(head)] : [])].map((tensor) => ({
      ...tensor,
      name: prefix + tensor.name,
    })),
  );
  return writeSafetensors(file, tensors, {
    ...metadata,
    [trunkKey]: trunk.hash,
    [trunkLayersKey]: String(trunk.layers),
  });
}

/** Reads what `saveTop` wrote. Throws where the file was made for another trunk. */
export async function loadTop(
  file: string,
  trunk: Trunk,
): Promise<{ top: Top; head: ScalarHead | null; metadata: TopMetadata }> {
  const { parts, metadata } = await loadTops(file, trunk);
  const [part] = parts;
  if (!part || parts.length > 1) throw new Error(`${file} holds ${parts.length} models where one is expected`);
  return { top: part.top, head: part.head, metadata };
}

/** Reads what `saveTops` wrote, in the order of the prefixes. Throws where the file was made for another trunk. */
export async function loadTops(file: string, trunk: Trunk): Promise<{ parts: TopPart[]; metadata: TopMetadata }> {
  const source = openSafetensors(file);
  try {
    const { [trunkKey]: hash, [trunkLayersKey]: layers, ...metadata } = source.metadata;
    if (hash !== trunk.hash) {
      throw new Error(
        `${file} belongs to trunk ${hash?.slice(0, 12)} of ${layers} blocks, not to ${trunk.hash.slice(0, 12)} of ${trunk.layers}`,
      );
    }
    const prefixes = [...source.shapes.keys()]
      .filter((name) => name.endsWith(finalNormName))
      .map((name) => name.slice(0, -finalNormName.length))
      .sort();
    const shapes = Object.entries(topShapes(trunk.architecture, trunk.layers));
    const parts = prefixes.map((prefix) => {
      checkShapes(source, Object.fromEntries(shapes.map(([name, shape]) => [prefix + name, shape])));
      const headName = prefix + scoreName;
      return {
        prefix,
        top: new Top(trunk, (name) => source.read(prefix + name), trunk.compute),
        head: source.shapes.has(headName) ? new ScalarHead(source.read(headName)) : null,
      };
    });
    return { parts, metadata };
  } finally {
    source.close();
  }
}

/**
 * Writes trunk and top merged as a folder that `transformers`, vLLM and others load: config.json, model.safetensors,
 * generation_config.json, tokenizer files. With a head it becomes a sequence classifier with one label. Throws where
 * pad, end token or template would break it elsewhere.
 */
export async function saveModelFolder(
  folder: string,
  { trunk, top, tokenizer }: LanguageModel,
  { head, shardBytes }: { head?: ScalarHead; shardBytes?: number } = {},
): Promise<WrittenFile> {
  const problems = tokenizerProblems(tokenizer);
  if (problems.length > 0) throw new Error(`the model cannot be written: ${problems.join("; ")}`);
  const { architecture } = trunk;
  const tensors: TensorToWrite[] = Object.entries(modelShapes(architecture))
    .filter(([name]) => !(head && name === outputHeadName))
    .map(([name, shape]) => ({
      name,
      shape,
      values: () => weightOf(top, name) ?? trunk.read(name),
    }));
  const all = head ? [...tensors, headTensor(head)] : tensors;
  const tokens = { pad: tokenizer.padToken, bos: tokenizer.beginToken, eos: tokenizer.endToken };
  return writeModelFolder(
    folder,
    {
      config: toConfig(architecture, tokens, head ? "score" : "generate"),
      generationConfig: { pad_token_id: tokens.pad, bos_token_id: tokens.bos, eos_token_id: [...tokenizer.stopTokens] },
      tokenizer: tokenizer.files,
    },
    architecture.family === "gpt2" ? toGpt2Layout(all) : all,
    { shardBytes },
  );
}

function topTensors(top: Top): TensorToWrite[] {
  const { architecture, layers } = top.trunk;
  return Object.entries(topShapes(architecture, layers)).map(([name, shape]) => ({
    name,
    shape,
    values: () => weightOf(top, name)!,
  }));
}

/** With adapters merged; null for what is the trunk's. */
function weightOf(top: Top, name: string): Float32Array | null {
  return scoped(() => top.weight(name)?.dataSync<"float32">() ?? null);
}

function headTensor({ weight }: ScalarHead): TensorToWrite {
  return { name: scoreName, shape: weight.shape, values: () => weight.dataSync<"float32">() };
}
