/** The safetensors format: 8 bytes header length, JSON header, tensors one after another, little-endian. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { z } from "zod";
import { bfloatsToFloats, bytesToFloats, halfsToFloats } from "./float-formats.ts";
import type { WeightSource } from "./weight-source.ts";

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema.optional());

/** Headers of real models are well below this; a longer one means that the file is something else. */
const maxHeaderBytes = 100_000_000;

const readers: Record<string, { bytes: number; decode(bytes: Buffer): Float32Array }> = {
  F32: { bytes: 4, decode: bytesToFloats },
  F16: { bytes: 2, decode: halfsToFloats },
  BF16: { bytes: 2, decode: bfloatsToFloats },
};

export interface SafetensorsFile extends WeightSource {
  readonly metadata: Readonly<Record<string, string>>;
}

/** Opens a file of float32, float16 or bfloat16 tensors; throws where it is misshapen. */
export function openSafetensors(file: string): SafetensorsFile {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const lengthBytes = Buffer.alloc(8);
    readSync(descriptor, lengthBytes, 0, 8, 0);
    const headerBytes = size < 8 ? 0 : Number(lengthBytes.readBigUInt64LE());
    if (headerBytes < 2 || headerBytes > Math.min(size - 8, maxHeaderBytes)) {
      throw new Error(`${file} is not a safetensors file`);
    }
    const header = Buffer.alloc(headerBytes);
    readSync(descriptor, header, 0, headerBytes, 8);
    const { __metadata__: metadata = {}, ...entries } = headerSchema.parse(JSON.parse(header.toString("utf8")));
    for (const [name, entry] of Object.entries(entries)) checkEntry(file, name, entry!, size - 8 - headerBytes);
    return {
      metadata,
      shapes: new Map(Object.entries(entries).map(([name, entry]) => [name, entry!.shape])),
      read(name) {
        const entry = entries[name];
        if (!entry) throw new Error(`tensor ${name} is missing from ${file}`);
        const [start, end] = entry.data_offsets;
        const bytes = Buffer.alloc(end - start);
        readSync(descriptor, bytes, 0, bytes.length, 8 + headerBytes + start);
        return readers[entry.dtype]!.decode(bytes);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function checkEntry(file: string, name: string, entry: z.infer<typeof entrySchema>, dataBytes: number): void {
  const reader = readers[entry.dtype];
  if (!reader) throw new Error(`${file}: tensor ${name} has type ${entry.dtype}, which is not supported`);
  const [start, end] = entry.data_offsets;
  const expected = entry.shape.reduce((product, length) => product * length, reader.bytes);
  if (end - start !== expected || end > dataBytes) {
    throw new Error(`${file}: tensor ${name} [${entry.shape.join(", ")}] does not fit its ${end - start} bytes`);
  }
}

/** A tensor to write; `values` is called when its turn comes, so that one at a time is in memory. */
export interface TensorToWrite {
  name: string;
  shape: readonly number[];
  values(): Float32Array;
}

/**
 * Writes float32 tensors to a file that appears whole or not at all. Refuses values that are not finite, naming the
 * tensor. Returns the file's SHA-256 (hex) and size.
 */
export async function writeSafetensors(
  file: string,
  tensors: readonly TensorToWrite[],
  metadata: Record<string, string> = {},
): Promise<{ sha256: string; bytes: number }> {
  const part = `${file}.${randomBytes(4).toString("hex")}.part`;
  const hash = createHash("sha256");
  const handle = await open(part, "w");
  let bytes = 0;
  const write = async (chunk: Uint8Array) => {
    hash.update(chunk);
    bytes += chunk.length;
    await handle.write(chunk);
  };
  try {
    for (const chunk of header(tensors, { format: "pt", ...metadata })) await write(chunk);
    for (const { name, values } of tensors) {
      const floats = values();
      if (!floats.every(Number.isFinite))
        throw new Error(`tensor ${name} holds a value that is not finite; nothing was written`);
      await write(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
    }
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  return { sha256: hash.digest("hex"), bytes };
}

function header(tensors: readonly TensorToWrite[], metadata: Record<string, string>): [Buffer, Buffer] {
  let offset = 0;
  const entries: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, shape } of tensors) {
    const end = offset + 4 * shape.reduce((product, length) => product * length, 1);
    entries[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(entries);
  // Tensors start at a multiple of 8 bytes, as the format recommends.
  const text = Buffer.from(
    json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8 - Buffer.byteLength(json) + json.length),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return [length, text];
}
