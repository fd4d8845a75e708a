/** A small random model for tests: the same code paths as a real one, milliseconds instead of seconds. */
import { createRandom } from "../math/random.ts";
import { writeModelFolder } from "../weights/model-folder.ts";
import type { TokenizerFiles } from "../weights/weight-source.ts";
import { modelShapes, parseArchitecture, toConfig } from "./architecture.ts";
import { chatMl } from "./chat-template.ts";

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
  /** Standard deviation of the random matrices; larger makes the model surer of itself. */
  spread?: number;
}

const specialTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

/**
 * Writes a folder in Hugging Face layout with random weights, a byte-level tokenizer (259 tokens) and ChatML. Load it
 * with `loadModel`.
 */
export async function writeTinyModel(folder: string, options: TinyModelOptions = {}): Promise<void> {
  const { seed = 0, layers = 3, width = 32, heads = 4, keyValueHeads = 2, spread = 0.2 } = options;
  const tokenizer = byteTokenizer();
  const architecture = parseArchitecture({
    model_type: options.family ?? "llama",
    num_hidden_layers: layers,
    hidden_size: width,
    intermediate_size: options.feedForward ?? 2 * width,
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    vocab_size: specialTokens.length + 256,
    max_position_embeddings: options.context ?? 256,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: options.tiedEmbeddings ?? true,
  });
  const random = createRandom(seed);
  const tensors = Object.entries(modelShapes(architecture)).map(([name, shape]) => ({
    name,
    shape,
    values: () =>
      Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () =>
        shape.length === 1 && name.endsWith("weight") ? 1 + 0.1 * random.normal() : spread * random.normal(),
      ),
  }));
  const tokens = { pad: 0, bos: 1, eos: 2 };
  const generationConfig = { pad_token_id: tokens.pad, bos_token_id: tokens.bos, eos_token_id: [tokens.eos] };
  await writeModelFolder(folder, { config: toConfig(architecture, tokens), generationConfig, tokenizer }, tensors);
}

/** One token a byte, after the special tokens. */
function byteTokenizer(): TokenizerFiles {
  const [pad, begin, end] = specialTokens;
  const texts = [...specialTokens, ...byteCharacters()];
  return {
    tokenizer: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: specialTokens.map((content, id) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: null,
      decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        vocab: Object.fromEntries(texts.map((content, id) => [content, id])),
        merges: [],
      },
    },
    config: {
      tokenizer_class: "PreTrainedTokenizerFast",
      bos_token: begin,
      eos_token: end,
      pad_token: pad,
      clean_up_tokenization_spaces: false,
      chat_template: chatMl,
    },
  };
}

/** Byte-level BPE writes bytes as characters: printable ones as themselves, the others from U+0100 on, in order. */
function byteCharacters(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCodePoint(printable ? byte : next++);
  });
}
