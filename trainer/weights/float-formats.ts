/** 16-bit floats to float32. */

/** IEEE 754 half precision; 65,536 values fit a table. */
const halfValues = new Float32Array(65_536);
for (let bits = 0; bits < 65_536; bits++) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  halfValues[bits] =
    exponent === 0
      ? sign * fraction * 2 ** -24
      : exponent === 31
        ? fraction
          ? Number.NaN
          : sign * Number.POSITIVE_INFINITY
        : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

export function halfToFloat(bits: number): number {
  return halfValues[bits]!;
}

/** @param bytes little-endian halfs */
export function halfsToFloats(bytes: Buffer): Float32Array {
  const floats = new Float32Array(bytes.length / 2);
  for (let position = 0; position < floats.length; position++) {
    floats[position] = halfValues[bytes[2 * position]! | (bytes[2 * position + 1]! << 8)]!;
  }
  return floats;
}

/** bfloat16 is the upper half of a float32. */
export function bfloatsToFloats(bytes: Buffer): Float32Array {
  const words = new Uint32Array(bytes.length / 2);
  for (let position = 0; position < words.length; position++) {
    words[position] = (bytes[2 * position]! << 16) | (bytes[2 * position + 1]! << 24);
  }
  return new Float32Array(words.buffer);
}

/** A copy that is aligned, whatever the buffer's offset. */
export function bytesToFloats(bytes: Buffer): Float32Array {
  const aligned = new Uint8Array(bytes.length);
  aligned.set(bytes);
  return new Float32Array(aligned.buffer);
}
