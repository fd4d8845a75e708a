/** A whole model in memory: trunk, one top, tokenizer. */
import type { ComputeType } from "../tensor/linear.ts";
import { collectGarbage } from "../tensor/memory.ts";
import { fromGpt2Layout } from "../weights/gpt2-layout.ts";
import { openModelFiles } from "../weights/model-folder.ts";
import { checkShapes } from "../weights/weight-source.ts";
import { embeddingName, modelShapes, parseArchitecture, positionsName } from "./architecture.ts";
import { ChatTokenizer } from "./tokenizer.ts";
import { Top } from "./top.ts";
import { Trunk } from "./trunk.ts";

export interface LanguageModel {
  trunk: Trunk;
  top: Top;
  tokenizer: ChatTokenizer;
}

export interface LoadOptions {
  /** How many blocks the top holds; default 4, at most all of the model's. */
  topLayers?: number;
  /** What matrix products of trunk and top are computed in. */
  compute?: ComputeType;
  /** 0 … 1 */
  onProgress?: (fraction: number) => void;
}

export const defaultTopLayers = 4;

/**
 * Loads a model from a folder in Hugging Face layout or a .gguf file. Throws where it is of another family, or naming
 * the first tensor that is missing or misshapen with both shapes.
 */
export async function loadModel(location: string, options: LoadOptions = {}): Promise<LanguageModel> {
  const { compute = "float32", topLayers = defaultTopLayers, onProgress } = options;
  const files = openModelFiles(location);
  try {
    const architecture = parseArchitecture(files.config);
    const shapes = modelShapes(architecture);
    const weights = architecture.family === "gpt2" ? fromGpt2Layout(files.weights, shapes) : files.weights;
    checkShapes(weights, shapes);
    const total = Object.keys(shapes).length;
    let read = 0;
    const onTensor = () => onProgress?.(++read / total);
    const tokenizer = new ChatTokenizer(files.tokenizer, architecture.vocabulary);
    const trunkLayers = architecture.layers - Math.min(topLayers, architecture.layers);
    const trunk = new Trunk(architecture, weights, trunkLayers, { compute, onTensor });
    const readTop = (name: string) => {
      onTensor();
      if (name === embeddingName) return trunk.embedding;
      if (name === positionsName) return trunk.positions!;
      return weights.read(name);
    };
    const top = new Top(trunk, readTop, compute);
    collectGarbage();
    return { trunk, top, tokenizer };
  } finally {
    files.weights.close();
  }
}
