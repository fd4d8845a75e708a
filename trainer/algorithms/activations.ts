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
  return sequences.map(createActivationCache(trunk, padToken, sequences));
}

/** [tokens × width] of each sequence, from one forward pass. */
function activationsOf(trunk: Trunk, sequences: readonly Sequence[], padToken: number): Float32Array[] {
  const batch = createBatch(sequences, padToken);
  const output = trunk.forward(batch);
  const hidden = unstackHidden(output, batch);
  output.dispose();
  return hidden;
}

/**
 * Rows (sequences × length) of one pass forward and backward; larger batches are summed from several. Below a thousand,
 * overhead outweighs what less padding saves.
 */
export const ROWS_PER_PASS = 1024;

/**
 * Groups of similar length for a pass each, so that little is padded and none has more than `rows` rows, padding included,
 * unless one sequence has. They depend on the sequences and their order alone.
 */
export function alikeInLength<Item extends Sequence>(sequences: readonly Item[], rows = ROWS_PER_PASS): Item[][] {
  const groups: Item[][] = [];
  for (const sequence of sequences.toSorted((a, b) => a.tokens.length - b.tokens.length)) {
    const last = groups.at(-1);
    if (last && (last.length + 1) * sequence.tokens.length <= rows) last.push(sequence);
    else groups.push([sequence]);
  }
  return groups;
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
 * The trunk's activations of these sequences, computed when first asked for and kept (4 bytes × width per token). Those of
 * similar length go through the trunk together, always the same ones: the numbers do not depend on which was asked for
 * first, so that a resumed run has the same. Other sequences go by themselves.
 */
export function createActivationCache<Item extends Sequence & { hidden?: Float32Array }>(
  trunk: Trunk,
  padToken: number,
  sequences: readonly Item[] = [],
): (sequence: Item) => Item & CachedSequence {
  const known = new Map<Item, Item & CachedSequence>();
  const groupOf = new Map<Item, Item[]>();
  for (const sequence of sequences) {
    if (sequence.hidden) known.set(sequence, { ...sequence, hidden: sequence.hidden });
  }
  for (const group of alikeInLength(
    sequences.filter(({ hidden }) => !hidden),
    ROWS_PER_FORWARD,
  )) {
    for (const member of group) groupOf.set(member, group);
  }
  return (sequence) => {
    if (!known.has(sequence)) {
      const group = groupOf.get(sequence) ?? [sequence];
      for (const [place, hidden] of activationsOf(trunk, group, padToken).entries()) {
        known.set(group[place]!, { ...group[place]!, hidden });
      }
    }
    return known.get(sequence)!;
  };
}
