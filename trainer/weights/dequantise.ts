/** ggml's block formats (ggml-quants.c), as far as base models here use them, to float32. */
import { bfloatsToFloats, bytesToFloats, halfsToFloats, halfToFloat } from "./float-formats.ts";

/** Numbers of ggml_type. */
const ggmlType = { float32: 0, float16: 1, q4_0: 2, q4_1: 3, q8_0: 8, bfloat16: 30 } as const;

/** Values and bytes of one block, by ggml type. */
export const blockFormats: ReadonlyMap<number, { values: number; bytes: number }> = new Map([
  [ggmlType.float32, { values: 1, bytes: 4 }],
  [ggmlType.float16, { values: 1, bytes: 2 }],
  [ggmlType.bfloat16, { values: 1, bytes: 2 }],
  [ggmlType.q4_0, { values: 32, bytes: 18 }],
  [ggmlType.q4_1, { values: 32, bytes: 20 }],
  [ggmlType.q8_0, { values: 32, bytes: 34 }],
]);

/** @param count how many values `bytes` holds */
export function dequantise(type: number, bytes: Buffer, count: number): Float32Array {
  switch (type) {
    case ggmlType.float32:
      return bytesToFloats(bytes);
    case ggmlType.float16:
      return halfsToFloats(bytes);
    case ggmlType.bfloat16:
      return bfloatsToFloats(bytes);
    case ggmlType.q4_0:
      return dequantise4(bytes, count, 2, (scale) => -8 * scale);
    case ggmlType.q4_1:
      return dequantise4(bytes, count, 4, (_, offset) => offset);
    case ggmlType.q8_0:
      return dequantise8(bytes, count);
    default:
      throw new Error(`ggml type ${type} is not supported`);
  }
}

/**
 * 32 values of 4 bits: low nibbles are values 0 … 15, high nibbles 16 … 31; w = q·scale + minimum.
 * @param headerBytes scale alone (Q4_0) or scale and minimum (Q4_1), float16 each
 */
function dequantise4(
  bytes: Buffer,
  count: number,
  headerBytes: number,
  minimumOf: (scale: number, second: number) => number,
): Float32Array {
  const floats = new Float32Array(count);
  const blockBytes = headerBytes + 16;
  for (let block = 0; block < count / 32; block++) {
    const start = block * blockBytes;
    const scale = halfToFloat(bytes[start]! | (bytes[start + 1]! << 8));
    const minimum = minimumOf(scale, halfToFloat(bytes[start + 2]! | (bytes[start + 3]! << 8)));
    for (let position = 0; position < 16; position++) {
      const pair = bytes[start + headerBytes + position]!;
      floats[block * 32 + position] = (pair & 15) * scale + minimum;
      floats[block * 32 + 16 + position] = (pair >> 4) * scale + minimum;
    }
  }
  return floats;
}

/** 32 signed bytes after a float16 scale. */
function dequantise8(bytes: Buffer, count: number): Float32Array {
  const floats = new Float32Array(count);
  for (let block = 0; block < count / 32; block++) {
    const start = block * 34;
    const scale = halfToFloat(bytes[start]! | (bytes[start + 1]! << 8));
    for (let position = 0; position < 32; position++) {
      floats[block * 32 + position] = ((bytes[start + 2 + position]! << 24) >> 24) * scale;
    }
  }
  return floats;
}
