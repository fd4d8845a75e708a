/** Angles of the rotary position embedding (Su et al. 2021), with LLaMA 3.1's frequency scaling where configured. */
import { type Tensor2D, tf } from "../tensor/backend.ts";
import { createRotaryTable, type RotaryTable } from "../tensor/inference.ts";
import type { Architecture } from "./architecture.ts";

/** Radians per position of each pair of dimensions; headSize / 2 of them. Learned positions turn nothing. */
export function rotaryFrequencies({ headSize, ropeTheta, ropeScaling, positions }: Architecture): Float64Array {
  if (positions === "learned") return new Float64Array(headSize / 2);
  return Float64Array.from({ length: headSize / 2 }, (_, pair) => {
    const frequency = ropeTheta ** ((-2 * pair) / headSize);
    if (!ropeScaling) return frequency;
    const wavelength = (2 * Math.PI) / frequency;
    const {
      factor,
      low_freq_factor: low,
      high_freq_factor: high,
      original_max_position_embeddings: original,
    } = ropeScaling;
    if (wavelength < original / high) return frequency;
    if (wavelength > original / low) return frequency / factor;
    const smooth = (original / wavelength - low) / (high - low);
    return ((1 - smooth) * frequency) / factor + smooth * frequency;
  });
}

/** Cosines and sines for positions 0 … length − 1, each [length, headSize] with both halves equal, for training. */
export function rotaryHalves(architecture: Architecture, length: number): { cosine: Tensor2D; sine: Tensor2D } {
  const frequencies = rotaryFrequencies(architecture);
  const table = (wave: (angle: number) => number) =>
    Float32Array.from({ length: length * architecture.headSize }, (_, position) =>
      wave(Math.floor(position / architecture.headSize) * frequencies[position % frequencies.length]!),
    );
  const shape: [number, number] = [length, architecture.headSize];
  return { cosine: tf.tensor2d(table(Math.cos), shape), sine: tf.tensor2d(table(Math.sin), shape) };
}

/**
 * Factors for fused rows of query, key and value heads, [positions, heads + 2·keyValueHeads, headSize / 2]: queries are
 * also scaled by 1/√headSize, values are left as they are.
 */
export function fusedRotaryTable(architecture: Architecture, positions: readonly number[]): RotaryTable {
  const { heads, keyValueHeads, headSize } = architecture;
  const frequencies = rotaryFrequencies(architecture);
  const rows = heads + 2 * keyValueHeads;
  const size = positions.length * rows * frequencies.length;
  const cosines = new Float32Array(size);
  const sines = new Float32Array(size);
  const queryScale = 1 / Math.sqrt(headSize);
  positions.forEach((position, index) => {
    frequencies.forEach((frequency, pair) => {
      const cosine = Math.cos(position * frequency);
      const sine = Math.sin(position * frequency);
      for (let row = 0; row < rows; row++) {
        const place = (index * rows + row) * frequencies.length + pair;
        const isValue = row >= heads + keyValueHeads;
        const scale = row < heads ? queryScale : 1;
        cosines[place] = isValue ? 1 : scale * cosine;
        sines[place] = isValue ? 0 : scale * sine;
      }
    });
  });
  return createRotaryTable([positions.length, rows, frequencies.length], cosines, sines);
}
