/** tokenizer.json and tokenizer_config.json out of GGUF metadata, for byte-level BPE vocabularies. */
import { z } from "zod";
import type { GgufValue } from "./gguf.ts";
import type { TokenizerFiles } from "./weight-source.ts";

const metadataSchema = z.object({
  "tokenizer.ggml.model": z.literal("gpt2", "only byte-level BPE vocabularies can be read from a GGUF"),
  "tokenizer.ggml.pre": z.string().default("default"),
  "tokenizer.ggml.tokens": z.array(z.string()),
  "tokenizer.ggml.token_type": z.array(z.number()),
  "tokenizer.ggml.merges": z.array(z.string()),
  "tokenizer.ggml.bos_token_id": z.number().optional(),
  "tokenizer.ggml.eos_token_id": z.number(),
  "tokenizer.ggml.padding_token_id": z.number().optional(),
  "tokenizer.ggml.add_bos_token": z.boolean().default(false),
  "tokenizer.chat_template": z.string().optional(),
});

/** llama_token_type: what is written into text as a unit of its own. */
const controlToken = 3;
const userDefinedToken = 4;

/** How text is cut before BPE, by GGUF's `tokenizer.ggml.pre`. */
function preTokenizer(name: string): Record<string, unknown> {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const split = (pattern: string) => ({
    type: "Sequence",
    pretokenizers: [
      { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false },
      { ...byteLevel, use_regex: false },
    ],
  });
  const words = (digits: string) =>
    `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
  switch (name) {
    case "smollm":
      // Digits one by one, before the byte-level pattern sees them.
      return { type: "Sequence", pretokenizers: [{ type: "Digits", individual_digits: true }, byteLevel] };
    case "default":
    case "gpt-2":
      return byteLevel;
    case "llama-bpe":
      return split(words("\\p{N}{1,3}"));
    case "qwen2":
      return split(words("\\p{N}"));
    default:
      throw new Error(`GGUF pre-tokenizer ${name} is not supported`);
  }
}

/** Files for the tokenizer, and the special tokens' ids for config.json. Throws where the vocabulary is of another kind. */
export function ggufTokenizer(metadata: ReadonlyMap<string, GgufValue>): {
  files: TokenizerFiles;
  tokens: { bos_token_id: number | undefined; eos_token_id: number; pad_token_id: number | undefined };
} {
  const parsed = metadataSchema.safeParse(Object.fromEntries(metadata));
  if (!parsed.success) throw new Error(`GGUF tokenizer: ${z.prettifyError(parsed.error)}`);
  const value = parsed.data;
  const tokens = value["tokenizer.ggml.tokens"];
  const types = value["tokenizer.ggml.token_type"];
  const bos = value["tokenizer.ggml.bos_token_id"];
  const eos = value["tokenizer.ggml.eos_token_id"];
  const pad = value["tokenizer.ggml.padding_token_id"];
  const addedTokens = tokens.flatMap((content, id) =>
    types[id] === controlToken || types[id] === userDefinedToken
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: types[id] === controlToken,
          },
        ]
      : [],
  );
  const contentOf = (id: number | undefined) => (id === undefined ? null : tokens[id]!);
  return {
    tokens: { bos_token_id: bos, eos_token_id: eos, pad_token_id: pad },
    files: {
      tokenizer: {
        version: "1.0",
        truncation: null,
        padding: null,
        added_tokens: addedTokens,
        normalizer: null,
        pre_tokenizer: preTokenizer(value["tokenizer.ggml.pre"]),
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
          ignore_merges: value["tokenizer.ggml.pre"] === "llama-bpe",
          vocab: Object.fromEntries(tokens.map((content, id) => [content, id])),
          merges: value["tokenizer.ggml.merges"],
        },
      },
      config: {
        tokenizer_class: "PreTrainedTokenizerFast",
        bos_token: contentOf(bos),
        eos_token: contentOf(eos),
        pad_token: contentOf(pad),
        add_bos_token: value["tokenizer.ggml.add_bos_token"],
        clean_up_tokenization_spaces: false,
        chat_template: value["tokenizer.chat_template"],
      },
    },
  };
}
