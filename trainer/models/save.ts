/** What is stored of a model version: a top alone, or the whole in Hugging Face layout. */
import type { ScalarHead } from "./heads.ts";
import type { LanguageModel } from "./language-model.ts";
import type { Top } from "./top.ts";
import type { Trunk } from "./trunk.ts";

/** Text that travels in the file's header, e.g. the round's id or the reward normalisation. */
export type TopMetadata = Record<string, string>;

/**
 * Writes a top (and head) as one safetensors file, atomically; only what differs from the trunk. The trunk's hash goes
 * into the metadata. Refuses weights that are not finite. Returns the file's SHA-256 (hex) and size in bytes.
 */
export declare function saveTop(
  file: string,
  top: Top,
  options?: { head?: ScalarHead; metadata?: TopMetadata },
): Promise<{ sha256: string; bytes: number }>;

/** Reads what `saveTop` wrote. Throws where the file was made for another trunk. */
export declare function loadTop(
  file: string,
  trunk: Trunk,
): Promise<{ top: Top; head: ScalarHead | null; metadata: TopMetadata }>;

/** Writes trunk and top merged as a folder that `transformers` and others load: config.json, model.safetensors, tokenizer. */
export declare function saveModelFolder(
  folder: string,
  model: LanguageModel,
  options?: { head?: ScalarHead },
): Promise<void>;
