/**
 * GPT-2's weights under LLaMA's names and in its layout: query, key and value apart, matrices [out, in]. Hugging Face
 * stores GPT-2's as [in, out] (Conv1D), the three side by side.
 */
import type { TensorToWrite } from "./safetensors.ts";
import type { WeightSource } from "./weight-source.ts";

const parts = ["q_proj", "k_proj", "v_proj"] as const;

/** Name in the file without `.weight` or `.bias` → ours; matrices among them are transposed. */
const blockNames: Record<string, string> = {
  ln_1: "input_layernorm",
  "attn.c_proj": "self_attn.o_proj",
  ln_2: "post_attention_layernorm",
  "mlp.c_fc": "mlp.up_proj",
  "mlp.c_proj": "mlp.down_proj",
};
const ownNames = new Map(Object.entries(blockNames).map(([stored, own]) => [own, stored]));
const otherNames: Record<string, string> = {
  "model.embed_tokens.weight": "transformer.wte.weight",
  "model.embed_positions.weight": "transformer.wpe.weight",
  "model.norm.weight": "transformer.ln_f.weight",
  "model.norm.bias": "transformer.ln_f.bias",
};

/** Where a tensor of ours lies in the file: its name there, and which third of it where three share one. */
function storedPlace(name: string): { stored: string; third: number | null; isMatrix: boolean } {
  const block = /^model\.layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name);
  if (!block) return { stored: otherNames[name] ?? name, third: null, isMatrix: false };
  const [, layer, place, kind] = block;
  const third = parts.findIndex((part) => place === `self_attn.${part}`);
  const stored = third >= 0 ? "attn.c_attn" : ownNames.get(place!);
  if (!stored) throw new Error(`GPT-2 has no tensor ${name}`);
  return {
    stored: `transformer.h.${layer}.${stored}.${kind}`,
    third: third >= 0 ? third : null,
    isMatrix: kind === "weight" && !place!.endsWith("layernorm"),
  };
}

/** @param shapes names and shapes of ours that are asked for */
export function fromGpt2Layout(source: WeightSource, shapes: Record<string, readonly number[]>): WeightSource {
  // The first files of GPT-2 have no prefix.
  const nameIn = (stored: string) => (source.shapes.has(stored) ? stored : stored.replace(/^transformer\./, ""));
  const found = new Map<string, readonly number[]>();
  for (const name of Object.keys(shapes)) {
    const { stored, third, isMatrix } = storedPlace(name);
    const shape = source.shapes.get(nameIn(stored));
    if (!shape) continue;
    const [rows, columns] = isMatrix ? [shape[1]!, shape[0]] : [shape[0]!, shape[1]];
    const own = third === null ? rows : rows / 3;
    found.set(name, columns === undefined ? [own] : [own, columns]);
  }
  return {
    shapes: found,
    read(name) {
      const { stored, third, isMatrix } = storedPlace(name);
      const values = source.read(nameIn(stored));
      const shape = source.shapes.get(nameIn(stored))!;
      const inOrder = isMatrix ? transposed(values, shape[0]!, shape[1]!) : values;
      if (third === null) return inOrder;
      const size = inOrder.length / 3;
      return inOrder.slice(third * size, (third + 1) * size);
    },
    close: () => source.close(),
  };
}

/** The inverse, for writing. A head on top keeps its name. */
export function toGpt2Layout(tensors: readonly TensorToWrite[]): TensorToWrite[] {
  const groups = new Map<string, TensorToWrite[]>();
  for (const tensor of tensors) {
    const { stored } = storedPlace(tensor.name);
    groups.set(stored, [...(groups.get(stored) ?? []), tensor]);
  }
  return [...groups].map(([name, members]) => {
    const { isMatrix } = storedPlace(members[0]!.name);
    const [rows, columns] = members[0]!.shape;
    const all = rows! * members.length;
    return {
      name,
      shape: columns === undefined ? [all] : isMatrix ? [columns, all] : [all, columns],
      values() {
        const size = rows! * (columns ?? 1);
        const joined = new Float32Array(size * members.length);
        for (const [place, member] of members.entries()) joined.set(member.values(), place * size);
        return isMatrix ? transposed(joined, all, columns!) : joined;
      },
    };
  });
}

/** [rows, columns] → [columns, rows] */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column]!;
  }
  return result;
}
