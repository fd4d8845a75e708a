/**
 * The LLaMA family (LLaMA 2 and 3, Mistral, Qwen2, SmolLM2) and GPT-2 as one description. Read from a Hugging Face
 * `config.json` or from GGUF metadata; sizes in elements, not bytes. Tensors are called as LLaMA's are; GPT-2's own
 * names and layout are met only where weights are read and written.
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

/** What is read of GPT-2's config.json; what would make it another network is refused. */
const gpt2ConfigSchema = z.object({
  model_type: z.literal("gpt2"),
  n_layer: z.number().int().positive(),
  n_embd: z.number().int().positive(),
  n_inner: z.number().int().positive().nullish(),
  n_head: z.number().int().positive(),
  n_positions: z.number().int().positive(),
  vocab_size: z.number().int().positive(),
  layer_norm_epsilon: z.number().positive().default(1e-5),
  activation_function: z.enum(["gelu_new", "gelu_pytorch_tanh"]).default("gelu_new"),
  tie_word_embeddings: z.boolean().default(true),
  scale_attn_weights: z.literal(true).default(true),
  scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
});

export interface Architecture {
  family: "llama" | "mistral" | "qwen2" | "gpt2";
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
  /** Whether the other products and the norms carry one (GPT-2); a norm with a bias is LayerNorm, one without RMSNorm. */
  otherBiases: boolean;
  /** Where a token stands: turned into query and key, or learned and added to its embedding. */
  positions: "rotary" | "learned";
  /** silu(gate) · up, or gelu(up). */
  activation: "gated" | "gelu";
}

/** Reads a `config.json`. Throws with the offending field where the model is not of this family. */
export function parseArchitecture(config: unknown): Architecture {
  if (typeof config === "object" && config !== null && "model_type" in config && config.model_type === "gpt2") {
    return parseGpt2(config);
  }
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
    otherBiases: false,
    positions: "rotary",
    activation: "gated",
  };
}

function parseGpt2(config: object): Architecture {
  const parsed = gpt2ConfigSchema.safeParse(config);
  if (!parsed.success) throw new Error(`config.json: ${z.prettifyError(parsed.error)}`);
  const value = parsed.data;
  return {
    family: "gpt2",
    layers: value.n_layer,
    width: value.n_embd,
    feedForward: value.n_inner ?? 4 * value.n_embd,
    heads: value.n_head,
    keyValueHeads: value.n_head,
    headSize: value.n_embd / value.n_head,
    vocabulary: value.vocab_size,
    context: value.n_positions,
    ropeTheta: 10_000,
    ropeScaling: null,
    normEpsilon: value.layer_norm_epsilon,
    tiedEmbeddings: value.tie_word_embeddings,
    queryKeyValueBias: true,
    otherBiases: true,
    positions: "learned",
    activation: "gelu",
  };
}

function scalingOf(parameters: z.infer<typeof ropeParametersSchema> | null | undefined): Architecture["ropeScaling"] {
  if (parameters?.rope_type !== "llama3") return null;
  const { rope_theta: _, ...scaling } = parameters;
  return scaling;
}

const classNames = { llama: "Llama", mistral: "Mistral", qwen2: "Qwen2", gpt2: "GPT2" } as const;

/** The `config.json` of an architecture; `task` "score" writes a `…ForSequenceClassification` with one label. */
export function toConfig(
  architecture: Architecture,
  tokens: { pad: number; bos: number | null; eos: number },
  task: "generate" | "score" = "generate",
): Record<string, unknown> {
  const isGpt2 = architecture.family === "gpt2";
  const head = task === "score" ? "ForSequenceClassification" : isGpt2 ? "LMHeadModel" : "ForCausalLM";
  return {
    architectures: [`${classNames[architecture.family]}${head}`],
    model_type: architecture.family,
    ...(isGpt2 ? gpt2Config(architecture) : llamaConfig(architecture)),
    vocab_size: architecture.vocabulary,
    tie_word_embeddings: architecture.tiedEmbeddings,
    pad_token_id: tokens.pad,
    bos_token_id: tokens.bos,
    eos_token_id: tokens.eos,
    torch_dtype: "float32",
    ...(task === "score" ? { num_labels: 1, id2label: { "0": "LABEL_0" }, label2id: { LABEL_0: 0 } } : {}),
  };
}

function gpt2Config(architecture: Architecture): Record<string, unknown> {
  return {
    n_layer: architecture.layers,
    n_embd: architecture.width,
    n_inner: architecture.feedForward,
    n_head: architecture.heads,
    n_positions: architecture.context,
    layer_norm_epsilon: architecture.normEpsilon,
    activation_function: "gelu_new",
  };
}

function llamaConfig(architecture: Architecture): Record<string, unknown> {
  return {
    num_hidden_layers: architecture.layers,
    hidden_size: architecture.width,
    intermediate_size: architecture.feedForward,
    num_attention_heads: architecture.heads,
    num_key_value_heads: architecture.keyValueHeads,
    head_dim: architecture.headSize,
    max_position_embeddings: architecture.context,
    rope_theta: architecture.ropeTheta,
    rope_scaling: architecture.ropeScaling,
    rms_norm_eps: architecture.normEpsilon,
    hidden_act: "silu",
  };
}

/** Names and shapes ([out, in], as in PyTorch) of one block's tensors, in the order they are stored. */
export function blockShapes(architecture: Architecture, layer: number): Record<string, number[]> {
  const { width, feedForward, heads, keyValueHeads, headSize, queryKeyValueBias, otherBiases } = architecture;
  const prefix = `model.layers.${layer}`;
  const queries = heads * headSize;
  const keys = keyValueHeads * headSize;
  const bias = (name: string, size: number) => (otherBiases ? { [`${prefix}.${name}.bias`]: [size] } : {});
  return {
    [`${prefix}.input_layernorm.weight`]: [width],
    ...bias("input_layernorm", width),
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
    ...bias("self_attn.o_proj", width),
    [`${prefix}.post_attention_layernorm.weight`]: [width],
    ...bias("post_attention_layernorm", width),
    ...(architecture.activation === "gated" ? { [`${prefix}.mlp.gate_proj.weight`]: [feedForward, width] } : {}),
    [`${prefix}.mlp.up_proj.weight`]: [feedForward, width],
    ...bias("mlp.up_proj", feedForward),
    [`${prefix}.mlp.down_proj.weight`]: [width, feedForward],
    ...bias("mlp.down_proj", width),
  };
}

/** Names and shapes of what turns tokens into the first block's input. */
export function embeddingShapes({ vocabulary, width, context, positions }: Architecture): Record<string, number[]> {
  return {
    [embeddingName]: [vocabulary, width],
    ...(positions === "learned" ? { [positionsName]: [context, width] } : {}),
  };
}

/** Names and shapes of the norm after the last block. */
export function finalNormShapes({ width, otherBiases }: Architecture): Record<string, number[]> {
  return { [finalNormName]: [width], ...(otherBiases ? { [finalNormBiasName]: [width] } : {}) };
}

export const embeddingName = "model.embed_tokens.weight";
/** Of learned positions. */
export const positionsName = "model.embed_positions.weight";
export const finalNormName = "model.norm.weight";
export const finalNormBiasName = "model.norm.bias";
export const outputHeadName = "lm_head.weight";

/** Names and shapes of all tensors of a causal language model. */
export function modelShapes(architecture: Architecture): Record<string, number[]> {
  const { layers, vocabulary, width, tiedEmbeddings } = architecture;
  const shapes = embeddingShapes(architecture);
  for (let layer = 0; layer < layers; layer++) Object.assign(shapes, blockShapes(architecture, layer));
  Object.assign(shapes, finalNormShapes(architecture));
  if (!tiedEmbeddings) shapes[outputHeadName] = [vocabulary, width];
  return shapes;
}
