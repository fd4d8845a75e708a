/** A small random model for tests: same code paths as a real one, milliseconds instead of seconds. */
export interface TinyModelOptions {
  seed?: number;
  layers?: number;
  width?: number;
  heads?: number;
  keyValueHeads?: number;
  feedForward?: number;
  context?: number;
  family?: "llama" | "mistral" | "qwen2";
  tiedEmbeddings?: boolean;
}

/** Writes a Hugging Face-layout folder with random weights, a byte-level tokenizer and a ChatML template. Load it with `loadModel`. */
export declare function writeTinyModel(folder: string, options?: TinyModelOptions): Promise<void>;
