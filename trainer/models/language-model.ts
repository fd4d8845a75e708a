/** A whole model in memory: trunk, one top, tokenizer. */
import type { ChatTokenizer } from "./tokenizer.ts";
import type { ComputeType, Top } from "./top.ts";
import type { Trunk } from "./trunk.ts";

export interface LanguageModel {
  trunk: Trunk;
  top: Top;
  tokenizer: ChatTokenizer;
}

export interface LoadOptions {
  /** How many blocks the top holds; default 4, at most all of the model's. */
  topLayers?: number;
  compute?: ComputeType;
  onProgress?: (fraction: number) => void;
}

/** Loads a model from a folder in Hugging Face layout or a .gguf file. */
export declare function loadModel(location: string, options?: LoadOptions): Promise<LanguageModel>;
