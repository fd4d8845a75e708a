import { type Batch, createBatch, type Sequence } from "../models/batch.ts";
import { stackHidden, type Trunk, unstackHidden } from "../models/trunk.ts";
import type { Tensor3D } from "../tensor/backend.ts";

/** A sequence with what the frozen trunk makes of it, computed once and read by every top, in every epoch. */
export interface CachedSequence extends Sequence {
  /** [tokens × width] row by row. Valid for tops on a trunk with the same hash only. */
  hidden: Float32Array;
}

/** Rows of one forward pass through the trunk, padding included: enough to fill the cores, little enough for memory. */
const ROWS_PER_FORWARD = 2048;

/**
 * Runs each sequence through the trunk once, in batches of similar length. Those that come with activations, from
 * sampling or from a file, keep them.
 *
 * @param padToken fills up batches; not the end token
 */
export function cacheActivations<Item extends Sequence & { hidden?: Float32Array }>(
  trunk: Trunk,
  sequences: readonly Item[],
  padToken: number,
): (Item & CachedSequence)[] {
  const hidden = sequences.map((sequence) => sequence.hidden);
  const missing = sequences.flatMap((sequence, position) => (sequence.hidden ? [] : [position]));
  missing.sort((a, b) => sequences[a]!.tokens.length - sequences[b]!.tokens.length);
  for (let start = 0; start < missing.length; ) {
    let end = start + 1;
    while (end < missing.length && (end - start + 1) * sequences[missing[end]!]!.tokens.length <= ROWS_PER_FORWARD) {
      end++;
    }
    const members = missing.slice(start, end);
    const batch = createBatch(
      members.map((position) => sequences[position]!),
      padToken,
    );
    const output = trunk.forward(batch);
    for (const [row, values] of unstackHidden(output, batch).entries()) hidden[members[row]!] = values;
    output.dispose();
    start = end;
  }
  return sequences.map((sequence, position) => ({ ...sequence, hidden: hidden[position]! }));
}

/** Lays cached sequences out as one batch and its activations, [sequences, length, width]; the caller disposes them. */
export function stackSequences(
  sequences: readonly CachedSequence[],
  padToken: number,
  width: number,
): { batch: Batch; hidden: Tensor3D } {
  const batch = createBatch(sequences, padToken);
  const rows = sequences.map(({ hidden }) => hidden);
  return { batch, hidden: stackHidden(rows, batch, width) };
}

/**
 * The trunk's activations of sequences, each computed when first asked for, by itself: the numbers do not depend on
 * which came before, so that a resumed run has the same.
 */
export function createSequenceCache(trunk: Trunk, padToken: number): (sequence: Sequence) => CachedSequence {
  const cache = new Map<Sequence, CachedSequence>();
  return (sequence) => {
    let known = cache.get(sequence);
    if (!known) {
      [known] = cacheActivations(trunk, [sequence], padToken) as [CachedSequence];
      cache.set(sequence, known);
    }
    return known;
  };
}
