import type { Tensor2D } from "../tensor/backend.ts";
import { add, lookUp } from "../tensor/inference.ts";

/**
 * The first block's input, [tokens, width]: the tokens' embeddings, and those of their places where positions are
 * learned. Without gradient.
 */
export function embed(
  { embedding, positions }: { embedding: Tensor2D; positions: Tensor2D | null },
  tokens: Int32Array,
  places: Int32Array,
): Tensor2D {
  const ofTokens = lookUp(embedding, tokens);
  return positions ? add(ofTokens, lookUp(positions, places)) : ofTokens;
}

/** Places of rows that are whole sequences of one length, one after another. */
export function placesOf(rows: number, length: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % length);
}
