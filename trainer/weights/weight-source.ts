/** Tensors by their Hugging Face names and PyTorch shapes ([out, in]), read one at a time as float32. */
export interface WeightSource {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Throws where there is no such tensor. */
  read(name: string): Float32Array;
  close(): void;
}

/** What a model consists of before it is in memory. */
export interface ModelFiles {
  /** As in Hugging Face's config.json. */
  config: Record<string, unknown>;
  weights: WeightSource;
  tokenizer: TokenizerFiles;
}

export interface TokenizerFiles {
  /** tokenizer.json */
  tokenizer: Record<string, unknown>;
  /** tokenizer_config.json, with `chat_template` inside where the model has one. */
  config: Record<string, unknown>;
}

/** Throws, naming the tensor and both shapes, where an expected tensor is missing or has another shape. */
export function checkShapes(source: WeightSource, expected: Record<string, readonly number[]>): void {
  for (const [name, shape] of Object.entries(expected)) {
    const found = source.shapes.get(name);
    if (!found) throw new Error(`tensor ${name} [${shape.join(", ")}] is missing from the weights`);
    if (found.length !== shape.length || found.some((size, axis) => size !== shape[axis])) {
      throw new Error(`tensor ${name} has shape [${found.join(", ")}], expected [${shape.join(", ")}]`);
    }
  }
}
