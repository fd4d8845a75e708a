/** A GGUF of a LLaMA-type model seen as Hugging Face files: names, shapes, row order, config, tokenizer. */
import { type Gguf, type GgufValue, openGguf } from "./gguf.ts";
import { ggufTokenizer } from "./gguf-tokenizer.ts";
import type { ModelFiles, WeightSource } from "./weight-source.ts";

const blockTensors: Record<string, string> = {
  "attn_norm.weight": "input_layernorm.weight",
  "attn_q.weight": "self_attn.q_proj.weight",
  "attn_k.weight": "self_attn.k_proj.weight",
  "attn_v.weight": "self_attn.v_proj.weight",
  "attn_q.bias": "self_attn.q_proj.bias",
  "attn_k.bias": "self_attn.k_proj.bias",
  "attn_v.bias": "self_attn.v_proj.bias",
  "attn_output.weight": "self_attn.o_proj.weight",
  "ffn_norm.weight": "post_attention_layernorm.weight",
  "ffn_gate.weight": "mlp.gate_proj.weight",
  "ffn_up.weight": "mlp.up_proj.weight",
  "ffn_down.weight": "mlp.down_proj.weight",
};

const otherTensors: Record<string, string> = {
  "token_embd.weight": "model.embed_tokens.weight",
  "output_norm.weight": "model.norm.weight",
  "output.weight": "lm_head.weight",
};

/** Opens the file; the caller closes `weights`. */
export function openGgufModel(file: string): ModelFiles {
  const gguf = openGguf(file);
  const family = text(gguf, "general.architecture");
  if (family !== "llama" && family !== "qwen2") {
    throw new Error(`${file}: GGUF architecture ${family} is not supported (llama and qwen2 are)`);
  }
  if (gguf.tensors.has("rope_freqs.weight")) {
    throw new Error(`${file}: scaled rotary frequencies in GGUF are not supported; use the safetensors of this model`);
  }
  const heads = number(gguf, `${family}.attention.head_count`);
  const keyValueHeads = Number(gguf.metadata.get(`${family}.attention.head_count_kv`) ?? heads);
  const { files, tokens } = ggufTokenizer(gguf.metadata);
  const names = new Map([...gguf.tensors.keys()].map((name) => [huggingFaceName(name), name]));
  return {
    config: {
      model_type: family,
      num_hidden_layers: number(gguf, `${family}.block_count`),
      hidden_size: number(gguf, `${family}.embedding_length`),
      intermediate_size: number(gguf, `${family}.feed_forward_length`),
      num_attention_heads: heads,
      num_key_value_heads: keyValueHeads,
      head_dim: gguf.metadata.get(`${family}.attention.key_length`),
      vocab_size: gguf.tensors.get("token_embd.weight")?.shape[1],
      max_position_embeddings: number(gguf, `${family}.context_length`),
      rope_theta: Number(gguf.metadata.get(`${family}.rope.freq_base`) ?? 10_000),
      // Stored as float32: 1e-5 comes back as 9.999999747378752e-6.
      rms_norm_eps: Number(number(gguf, `${family}.attention.layer_norm_rms_epsilon`).toPrecision(6)),
      tie_word_embeddings: !names.has("lm_head.weight"),
      ...tokens,
    },
    tokenizer: files,
    weights: createSource(gguf, names, family === "llama" ? { heads, keyValueHeads } : null),
  };
}

function huggingFaceName(name: string): string {
  const block = /^blk\.(\d+)\.(.+)$/.exec(name);
  const known = block ? blockTensors[block[2]!] : otherTensors[name];
  if (!known) throw new Error(`GGUF tensor ${name} has no place in a LLaMA-type model`);
  return block ? `model.layers.${block[1]}.${known}` : known;
}

function createSource(
  gguf: Gguf,
  names: ReadonlyMap<string, string>,
  permuted: { heads: number; keyValueHeads: number } | null,
): WeightSource {
  const shapes = new Map([...names].map(([name, stored]) => [name, gguf.tensors.get(stored)!.shape.slice().reverse()]));
  return {
    shapes,
    read(name) {
      const stored = names.get(name);
      if (!stored) throw new Error(`tensor ${name} is missing from the weights`);
      const values = gguf.read(stored);
      const projection = /\.(q|k)_proj\./.exec(name)?.[1];
      if (!permuted || !projection) return values;
      return restoreRows(values, shapes.get(name)!, projection === "q" ? permuted.heads : permuted.keyValueHeads);
    },
    close: () => gguf.close(),
  };
}

/**
 * ggml pairs neighbouring dimensions in its rotary embedding, Hugging Face pairs i with i + headSize/2: row 2i + h of a
 * head goes to row h·headSize/2 + i.
 */
export function restoreRows(values: Float32Array, shape: readonly number[], heads: number): Float32Array {
  const rows = shape[0]!;
  const width = values.length / rows;
  const headSize = rows / heads;
  const restored = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / headSize);
    const within = row % headSize;
    const target = head * headSize + (within % 2) * (headSize / 2) + Math.floor(within / 2);
    restored.set(values.subarray(row * width, (row + 1) * width), target * width);
  }
  return restored;
}

function value(gguf: Gguf, key: string): GgufValue {
  const found = gguf.metadata.get(key);
  if (found === undefined) throw new Error(`GGUF metadata has no ${key}`);
  return found;
}

function number(gguf: Gguf, key: string): number {
  return Number(value(gguf, key));
}

function text(gguf: Gguf, key: string): string {
  return String(value(gguf, key));
}
