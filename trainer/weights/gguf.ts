/** The GGUF container, versions 2 and 3 (ggml's docs/gguf.md): metadata, tensor list, and tensors as float32. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { blockFormats, dequantise } from "./dequantise.ts";

export type GgufValue = number | boolean | string | GgufValue[];

interface GgufTensor {
  /** As stored: innermost dimension first, the reverse of PyTorch. */
  shape: number[];
  type: number;
  offset: number;
}

export interface Gguf {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, GgufTensor>;
  /** Dequantised values. */
  read(name: string): Float32Array;
  close(): void;
}

/** Opens a file; throws where it is no GGUF or uses a quantisation that is not supported. */
export function openGguf(file: string): Gguf {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const { metadata, tensors, headerBytes } = readHeader(descriptor, size);
    const alignment = Number(metadata.get("general.alignment") ?? 32);
    const dataStart = Math.ceil(headerBytes / alignment) * alignment;
    return {
      metadata,
      tensors,
      read(name) {
        const tensor = tensors.get(name);
        if (!tensor) throw new Error(`tensor ${name} is missing from ${file}`);
        const format = blockFormats.get(tensor.type);
        if (!format) throw new Error(`tensor ${name}: GGUF type ${tensor.type} is not supported`);
        const count = tensor.shape.reduce((product, length) => product * length, 1);
        const bytes = Buffer.alloc((count / format.values) * format.bytes);
        if (readSync(descriptor, bytes, 0, bytes.length, dataStart + tensor.offset) !== bytes.length) {
          throw new Error(`tensor ${name}: ${file} ends too early`);
        }
        return dequantise(tensor.type, bytes, count);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

interface Header {
  metadata: Map<string, GgufValue>;
  tensors: Map<string, GgufTensor>;
  headerBytes: number;
}

/** The header's length is not stated; most of it is the vocabulary, a few MB. */
function readHeader(descriptor: number, size: number): Header {
  for (let length = Math.min(size, 2 ** 23); ; length = Math.min(size, length * 4)) {
    const bytes = Buffer.alloc(length);
    readSync(descriptor, bytes, 0, length, 0);
    try {
      return parseHeader(bytes);
    } catch (error) {
      if (!(error instanceof RangeError) || length === size) throw error;
    }
  }
}

function parseHeader(bytes: Buffer): Header {
  const reader = createReader(bytes);
  if (bytes.toString("latin1", 0, 4) !== "GGUF") throw new Error("not a GGUF file");
  reader.skip(4);
  const version = reader.number(valueType.uint32);
  if (version !== 2 && version !== 3) throw new Error(`GGUF version ${version} is not supported`);
  const tensorCount = reader.number(valueType.uint64);
  const metadataCount = reader.number(valueType.uint64);
  const metadata = new Map<string, GgufValue>();
  for (let entry = 0; entry < metadataCount; entry++) {
    const key = reader.text();
    metadata.set(key, reader.value(reader.number(valueType.uint32)));
  }
  const tensors = new Map<string, GgufTensor>();
  for (let entry = 0; entry < tensorCount; entry++) {
    const name = reader.text();
    const rank = reader.number(valueType.uint32);
    const shape = Array.from({ length: rank }, () => reader.number(valueType.uint64));
    tensors.set(name, { shape, type: reader.number(valueType.uint32), offset: reader.number(valueType.uint64) });
  }
  return { metadata, tensors, headerBytes: reader.position() };
}

/** Numbers of gguf_metadata_value_type. */
const valueType = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  boolean: 7,
  text: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

function createReader(bytes: Buffer) {
  let position = 0;
  const take = (length: number) => {
    const start = position;
    position += length;
    if (position > bytes.length) throw new RangeError("GGUF header is longer than what was read");
    return start;
  };
  const number = (type: number): number => {
    switch (type) {
      case valueType.uint8:
        return bytes.readUInt8(take(1));
      case valueType.int8:
        return bytes.readInt8(take(1));
      case valueType.uint16:
        return bytes.readUInt16LE(take(2));
      case valueType.int16:
        return bytes.readInt16LE(take(2));
      case valueType.uint32:
        return bytes.readUInt32LE(take(4));
      case valueType.int32:
        return bytes.readInt32LE(take(4));
      case valueType.float32:
        return bytes.readFloatLE(take(4));
      case valueType.float64:
        return bytes.readDoubleLE(take(8));
      case valueType.uint64:
        return Number(bytes.readBigUInt64LE(take(8)));
      case valueType.int64:
        return Number(bytes.readBigInt64LE(take(8)));
      default:
        throw new Error(`GGUF metadata type ${type} is not supported`);
    }
  };
  const text = () => {
    const length = number(valueType.uint64);
    const start = take(length);
    return bytes.toString("utf8", start, start + length);
  };
  const value = (type: number): GgufValue => {
    if (type === valueType.text) return text();
    if (type === valueType.boolean) return number(valueType.uint8) !== 0;
    if (type !== valueType.array) return number(type);
    const itemType = number(valueType.uint32);
    const length = number(valueType.uint64);
    return Array.from({ length }, () => value(itemType));
  };
  return { number, text, value, skip: (length: number) => void take(length), position: () => position };
}
