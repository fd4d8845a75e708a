/** GGUF files, written here by the format's public layout (ggml's docs/gguf.md), read as models and as tensors. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { openGguf } from "../../trainer/weights/gguf.ts";
import { openModelFiles } from "../../trainer/weights/model-folder.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-gguf-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A value with its number in gguf_metadata_value_type. */
type Value = { type: number; bytes: Buffer };
interface Tensor {
  /** Innermost dimension first. */
  shape: number[];
  /** Number in ggml_type. */
  type: number;
  bytes: Buffer;
}

const u32 = (value: number): Buffer => packed(4, (bytes) => bytes.writeUInt32LE(value));
const u64 = (value: number): Buffer => packed(8, (bytes) => bytes.writeBigUInt64LE(BigInt(value)));
const f32 = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
const words = (text: string): Buffer => Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)]);
const integer = (value: number): Value => ({ type: 4, bytes: u32(value) });
const float = (value: number): Value => ({ type: 6, bytes: f32(value) });
const flag = (value: boolean): Value => ({ type: 7, bytes: Buffer.from([Number(value)]) });
const text = (value: string): Value => ({ type: 8, bytes: words(value) });
const list = (items: Value[], type: number): Value => ({
  type: 9,
  bytes: Buffer.concat([u32(type), u64(items.length), ...items.map(({ bytes }) => bytes)]),
});

function packed(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
}

function writeGguf(
  file: string,
  metadata: Record<string, Value>,
  tensors: Record<string, Tensor>,
  { version = 3, alignment = 32 } = {},
): void {
  const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & (alignment - 1))]);
  const data: Buffer[] = [];
  let offset = 0;
  const infos = Object.entries(tensors).map(([name, { shape, type, bytes }]) => {
    const info = Buffer.concat([words(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)]);
    data.push(padded(bytes));
    offset += data.at(-1)!.length;
    return info;
  });
  const entries = Object.entries(metadata).map(([key, { type, bytes }]) =>
    Buffer.concat([words(key), u32(type), bytes]),
  );
  const counts = [u64(infos.length), u64(entries.length)];
  const header = Buffer.concat([Buffer.from("GGUF"), u32(version), ...counts, ...entries, ...infos]);
  writeFileSync(file, Buffer.concat([padded(header), ...data]));
}

describe("the tensors of a GGUF file", () => {
  // 0.5 and −2 as float16, low byte first.
  const [half, minusTwo] = [
    [0x00, 0x38],
    [0x00, 0xc0],
  ] as const;
  const nibbles = Array.from({ length: 16 }, (_, place) => place | ((15 - place) << 4));
  const rising = Array.from({ length: 16 }, (_, place) => place);
  const falling = rising.map((place) => 15 - place);
  const signed = Array.from({ length: 32 }, (_, place) => place * 8 - 128);
  const tensors: Record<string, Tensor & { values: number[] }> = {
    F32: { shape: [3], type: 0, bytes: f32(1.5, -2, 3e-8), values: [1.5, -2, Math.fround(3e-8)] },
    // The largest half, the smallest subnormal one, minus a third rounded to it.
    F16: {
      shape: [3],
      type: 1,
      bytes: Buffer.from([0xff, 0x7b, 0x01, 0x00, 0x55, 0xb5]),
      values: [65504, 2 ** -24, -0.333251953125],
    },
    BF16: {
      shape: [3],
      type: 30,
      bytes: Buffer.from([0xc0, 0x3f, 0x00, 0xc0, 0x49, 0x40]),
      values: [1.5, -2, 3.140625],
    },
    Q8_0: {
      shape: [32, 2],
      type: 8,
      bytes: Buffer.from([...half, ...signed, ...minusTwo, ...signed]),
      values: [...signed.map((quant) => quant / 2), ...signed.map((quant) => -2 * quant)],
    },
    // Values are held from −8 on.
    Q4_0: {
      shape: [32, 2],
      type: 2,
      bytes: Buffer.from([...half, ...nibbles, ...minusTwo, ...nibbles]),
      values: [
        ...[...rising, ...falling].map((quant) => (quant - 8) / 2),
        ...[...rising, ...falling].map((quant) => -2 * (quant - 8)),
      ],
    },
    Q4_1: {
      shape: [64],
      type: 3,
      bytes: Buffer.from([...half, ...minusTwo, ...nibbles, ...minusTwo, ...half, ...nibbles]),
      values: [
        ...[...rising, ...falling].map((quant) => quant / 2 - 2),
        ...[...rising, ...falling].map((quant) => 0.5 - 2 * quant),
      ],
    },
  };

  it.each([
    { version: 2, alignment: 32 },
    { version: 3, alignment: 64 },
  ])("are read as float32 from version $version, aligned to $alignment", ({ version, alignment }) => {
    writeGguf(at("all.gguf"), { "general.alignment": integer(alignment) }, tensors, { version, alignment });
    const gguf = openGguf(at("all.gguf"));
    for (const [name, { values }] of Object.entries(tensors)) {
      expect([name, ...gguf.read(name)]).toEqual([
        name,
        ...values.map((value) => (value === 0 ? expect.closeTo(0) : value)),
      ]);
    }
    gguf.close();
  });

  it("are refused in other formats, other versions, and where the file ends too early", () => {
    writeGguf(
      at("bad.gguf"),
      {},
      {
        Q6_K: { shape: [256], type: 14, bytes: Buffer.alloc(210) },
        F32: { shape: [32], type: 0, bytes: Buffer.alloc(32) },
      },
    );
    const gguf = openGguf(at("bad.gguf"));
    expect(() => gguf.read("Q6_K")).toThrow("tensor Q6_K: GGUF type 14 is not supported");
    expect(() => gguf.read("F32")).toThrow(/tensor F32: .* ends too early/);
    expect(() => gguf.read("F64")).toThrow("tensor F64 is missing");
    gguf.close();
    writeGguf(at("old.gguf"), {}, {}, { version: 1 });
    expect(() => openGguf(at("old.gguf"))).toThrow("GGUF version 1 is not supported");
    writeFileSync(at("other.gguf"), "something else, long enough for a header");
    expect(() => openGguf(at("other.gguf"))).toThrow("not a GGUF file");
  });
});

describe("a model in a GGUF file", () => {
  const stored: Record<string, string> = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
  };
  const inBlock: Record<string, string> = {
    input_layernorm: "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    post_attention_layernorm: "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
  };
  const nameOf = (name: string) =>
    stored[name] ??
    name.replace(
      /^model\.layers\.(\d+)\.(.+)\.(\w+)$/,
      (_, block, part, kind) => `blk.${block}.${inBlock[part]}.${kind}`,
    );

  /** Row h·half + i of a head comes to 2i + h, as llama.cpp's converter does it for its rotary embedding. */
  function permute(values: Float32Array, rows: number, heads: number): Float32Array {
    const width = values.length / rows;
    const half = rows / heads / 2;
    const permuted = new Float32Array(values.length);
    for (let head = 0; head < heads; head++)
      for (let side = 0; side < 2; side++)
        for (let place = 0; place < half; place++) {
          const from = (head * 2 * half + side * half + place) * width;
          permuted.set(values.subarray(from, from + width), (head * 2 * half + 2 * place + side) * width);
        }
    return permuted;
  }

  it.each(["llama", "qwen2"] as const)("is the one that a folder holds: %s", async (family) => {
    await writeTinyModel(at(family), { family, heads: 4, keyValueHeads: 2, tiedEmbeddings: family === "llama" });
    const { config, tokenizer, weights } = openModelFiles(at(family));
    const headsOf: Record<string, number> = { q_proj: 4, k_proj: 2 };
    const tensors = [...weights.shapes].map(([name, shape]) => {
      const heads = family === "llama" && headsOf[name.split(".").at(-2)!];
      const values = heads ? permute(weights.read(name), shape[0]!, heads) : weights.read(name);
      return [nameOf(name), { shape: shape.toReversed(), type: 0, bytes: Buffer.from(values.buffer) }];
    });
    const model = (tokenizer.tokenizer as { model: { vocab: Record<string, number> } }).model;
    const tokens = Object.keys(model.vocab).sort((a, b) => model.vocab[a]! - model.vocab[b]!);
    const of = (name: string) => `${family}.${name}`;
    const metadata = {
      "general.architecture": text(family),
      [of("block_count")]: integer(3),
      [of("embedding_length")]: integer(32),
      [of("feed_forward_length")]: integer(64),
      [of("attention.head_count")]: integer(4),
      [of("attention.head_count_kv")]: integer(2),
      [of("attention.layer_norm_rms_epsilon")]: float(1e-5),
      [of("context_length")]: integer(256),
      "tokenizer.ggml.model": text("gpt2"),
      "tokenizer.ggml.tokens": list(tokens.map(text), 8),
      "tokenizer.ggml.token_type": list(
        tokens.map((_, id) => integer(id < 3 ? 3 : 1)),
        4,
      ),
      "tokenizer.ggml.merges": list([], 8),
      "tokenizer.ggml.bos_token_id": integer(1),
      "tokenizer.ggml.eos_token_id": integer(2),
      "tokenizer.ggml.padding_token_id": integer(0),
      "tokenizer.ggml.add_bos_token": flag(false),
      "tokenizer.chat_template": text(String(tokenizer.config.chat_template)),
    };
    writeGguf(at(`${family}.gguf`), metadata, Object.fromEntries(tensors));
    const read = openModelFiles(at(`${family}.gguf`));
    expect([...read.weights.shapes.keys()].sort()).toEqual([...weights.shapes.keys()].sort());
    expect([...weights.shapes.keys()].some((name) => name.endsWith("q_proj.bias"))).toBe(family === "qwen2");
    for (const [name, shape] of weights.shapes) {
      expect(read.weights.shapes.get(name)).toEqual(shape);
      expect([name, read.weights.read(name)]).toEqual([name, weights.read(name)]);
    }
    for (const [name, value] of Object.entries(read.config)) {
      if (name !== "head_dim" && name !== "rope_theta") expect([name, value]).toEqual([name, config[name]]);
    }
    expect(read.tokenizer.config.chat_template).toBe(tokenizer.config.chat_template);
    expect((read.tokenizer.tokenizer as typeof tokenizer.tokenizer).model).toMatchObject(model);
    read.weights.close();
    weights.close();
  });
});
