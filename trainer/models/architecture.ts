/**
 * The LLaMA family as one description: LLaMA 2 and 3, Mistral, Qwen2, SmolLM2. Read from a Hugging Face `config.json`
 * or from GGUF metadata; sizes in elements, not bytes.
 */
import { z } from "zod";

/** Frequency scaling of LLaMA 3.1 and later (`rope_scaling` with `rope_type` "llama3"). */
const ropeScalingSchema = z.object({
  rope_type: z.literal("llama3"),
  factor: z.number(),
  low_freq_factor: z.number(),
  high_freq_factor: z.number(),
  original_max_position_embeddings: z.number().int(),
});

/** What `transformers` 5 writes instead of `rope_theta` and `rope_scaling`. */
const ropeParametersSchema = z.union([
  ropeScalingSchema.extend({ rope_theta: z.number().positive() }),
  z.object({ rope_type: z.literal("default"), rope_theta: z.number().positive() }),
]);

/** What is read of a Hugging Face config.json. */
export const configSchema = z.object({
  model_type: z.enum(["llama", "mistral", "qwen2"]),
  num_hidden_layers: z.number().int().positive(),
  hidden_size: z.number().int().positive(),
  intermediate_size: z.number().int().positive(),
  num_attention_heads: z.number().int().positive(),
  num_key_value_heads: z.number().int().positive().optional(),
  head_dim: z.number().int().positive().nullish(),
  vocab_size: z.number().int().positive(),
  max_position_embeddings: z.number().int().positive(),
  rope_theta: z.number().positive().default(10_000),
  rope_scaling: ropeScalingSchema.nullish(),
  rope_parameters: ropeParametersSchema.nullish(),
  rms_norm_eps: z.number().positive(),
  tie_word_embeddings: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.literal(false).default(false),
  hidden_act: z.literal("silu").default("silu"),
  sliding_window: z.number().int().nullish(),
  use_sliding_window: z.boolean().optional(),
});

export type ModelConfig = z.input<typeof configSchema>;

export interface Architecture {
  family: "llama" | "mistral" | "qwen2";
  layers: number;
  width: number;
  feedForward: number;
  heads: number;
  keyValueHeads: number;
  headSize: number;
  vocabulary: number;
  /** Longest sequence the model was made for, in tokens. */
  context: number;
  ropeTheta: number;
  ropeScaling: z.infer<typeof ropeScalingSchema> | null;
  normEpsilon: number;
  /** Whether the language-model head is the token embedding. */
  tiedEmbeddings: boolean;
  /** Whether q, k and v carry a bias (Qwen2). */
  queryKeyValueBias: boolean;
}

/** Reads a `config.json`. Throws with the offending field where the model is not of this family. */
export function parseArchitecture(config: unknown): Architecture {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) throw new Error(`config.json: ${z.prettifyError(parsed.error)}`);
  const value = parsed.data;
  if (value.model_type === "llama" && value.attention_bias) {
    throw new Error("config.json: attention_bias is not supported for model_type llama");
  }
  return {
    family: value.model_type,
    layers: value.num_hidden_layers,
    width: value.hidden_size,
    feedForward: value.intermediate_size,
    heads: value.num_attention_heads,
    keyValueHeads: value.num_key_value_heads ?? value.num_attention_heads,
    headSize: value.head_dim ?? value.hidden_size / value.num_attention_heads,
    vocabulary: value.vocab_size,
    // Without a mask for the window, a sliding-window model is right up to the window's length.
    context:
      value.sliding_window && value.use_sliding_window !== false
        ? Math.min(value.max_position_embeddings, value.sliding_window)
        : value.max_position_embeddings,
    ropeTheta: value.rope_parameters?.rope_theta ?? value.rope_theta,
    ropeScaling: scalingOf(value.rope_parameters) ?? value.rope_scaling ?? null,
    normEpsilon: value.rms_norm_eps,
    tiedEmbeddings: value.tie_word_embeddings,
    queryKeyValueBias: value.model_type === "qwen2",
  };
}

function scalingOf(parameters: z.infer<typeof ropeParametersSchema> | null | undefined): Architecture["ropeScaling"] {
  if (parameters?.rope_type !== "llama3") return null;
  const { rope_theta: _, ...scaling } = parameters;
  return scaling;
}

const classNames = { llama: "Llama", mistral: "Mistral", qwen2: "Qwen2" } as const;

/** The `config.json` of an architecture; `task` "score" writes a `…ForSequenceClassification` with one label. */
export function toConfig(
  architecture: Architecture,
  tokens: { pad: number; bos: number | null; eos: number },
  task: "generate" | "score" = "generate",
): Record<string, unknown> {
  const head = task === "generate" ? "ForCausalLM" : "ForSequenceClassification";
  return {
    architectures: [`${classNames[architecture.family]}${head}`],
    model_type: architecture.family,
    num_hidden_layers: architecture.layers,
    hidden_size: architecture.width,
    intermediate_size: architecture.feedForward,
    num_attention_heads: architecture.heads,
    num_key_value_heads: architecture.keyValueHeads,
    head_dim: architecture.headSize,
    vocab_size: architecture.vocabulary,
    max_position_embeddings: architecture.context,
    rope_theta: architecture.ropeTheta,
    rope_scaling: architecture.ropeScaling,
    rms_norm_eps: architecture.normEpsilon,
    tie_word_embeddings: architecture.tiedEmbeddings,
    hidden_act: "silu",
    pad_token_id: tokens.pad,
    bos_token_id: tokens.bos,
    eos_token_id: tokens.eos,
    torch_dtype: "float32",
    ...(task === "score" ? { num_labels: 1, id2label: { "0": "LABEL_0" }, label2id: { LABEL_0: 0 } } : {}),
  };
}

/** Names and shapes ([out, in], as in PyTorch) of one block's tensors, in the order they are stored. */
export function blockShapes(architecture: Architecture, layer: number): Record<string, number[]> {
  const { width, feedForward, heads, keyValueHeads, headSize, queryKeyValueBias } = architecture;
  const prefix = `model.layers.${layer}`;
  const queries = heads * headSize;
  const keys = keyValueHeads * headSize;
  return {
    [`${prefix}.input_layernorm.weight`]: [width],
    [`${prefix}.self_attn.q_proj.weight`]: [queries, width],
    [`${prefix}.self_attn.k_proj.weight`]: [keys, width],
    [`${prefix}.self_attn.v_proj.weight`]: [keys, width],
    ...(queryKeyValueBias
      ? {
          [`${prefix}.self_attn.q_proj.bias`]: [queries],
          [`${prefix}.self_attn.k_proj.bias`]: [keys],
          [`${prefix}.self_attn.v_proj.bias`]: [keys],
        }
      : {}),
    [`${prefix}.self_attn.o_proj.weight`]: [width, queries],
    [`${prefix}.post_attention_layernorm.weight`]: [width],
    [`${prefix}.mlp.gate_proj.weight`]: [feedForward, width],
    [`${prefix}.mlp.up_proj.weight`]: [feedForward, width],
    [`${prefix}.mlp.down_proj.weight`]: [width, feedForward],
  };
}

export const embeddingName = "model.embed_tokens.weight";
export const finalNormName = "model.norm.weight";
export const outputHeadName = "lm_head.weight";

/** Names and shapes of all tensors of a causal language model. */
export function modelShapes(architecture: Architecture): Record<string, number[]> {
  const { layers, vocabulary, width, tiedEmbeddings } = architecture;
  const shapes: Record<string, number[]> = { [embeddingName]: [vocabulary, width] };
  for (let layer = 0; layer < layers; layer++) Object.assign(shapes, blockShapes(architecture, layer));
  shapes[finalNormName] = [width];
  if (!tiedEmbeddings) shapes[outputHeadName] = [vocabulary, width];
  return shapes;
}
