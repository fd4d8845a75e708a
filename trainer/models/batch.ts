/**
 * Training batches. Sequences are padded on the RIGHT: with causal attention no real token ever sees a pad token, so
 * no pad mask is needed in attention, positions start at 0 for every sequence, and results do not depend on how much
 * padding there is. What is computed at pad positions is never read.
 */
export interface Sequence {
  /** Prompt and completion together. */
  tokens: readonly number[];
  /** How many of them are the prompt: at least 1. */
  promptLength: number;
}

export interface Batch {
  /** [sequences × length], row by row, padded on the right. */
  tokens: Int32Array;
  sequences: number;
  length: number;
  lengths: Int32Array;
  promptLengths: Int32Array;
  /**
   * The completion tokens of all sequences one after another ("flat"; N in all). Log-probabilities, entropies, values
   * and per-token rewards are vectors of this length, so that masks are never needed.
   */
  targets: Int32Array;
  /** Of each completion token, the row (in [sequences × length]) whose output predicts it: the token before it. */
  positions: Int32Array;
  /** Of each completion token, the sequence it belongs to. */
  sequenceOf: Int32Array;
  /** Where each sequence's completion starts in the flat vectors; one more entry with N at the end. */
  offsets: Int32Array;
}

/**
 * Lays sequences out as a batch.
 * @param padToken fills up; it must not be the end-of-sequence token.
 * @param length at least the longest sequence, which is the default.
 */
export function createBatch(sequences: readonly Sequence[], padToken: number, length?: number): Batch {
  const longest = Math.max(...sequences.map((sequence) => sequence.tokens.length));
  const width = length ?? longest;
  if (width < longest) throw new Error(`batch length ${width} is shorter than a sequence of ${longest} tokens`);
  const tokens = new Int32Array(sequences.length * width).fill(padToken);
  const offsets = new Int32Array(sequences.length + 1);
  sequences.forEach(({ tokens: row, promptLength }, sequence) => {
    if (promptLength < 1 || promptLength > row.length) {
      throw new Error(`sequence ${sequence}: prompt length ${promptLength} is not in 1…${row.length}`);
    }
    tokens.set(row, sequence * width);
    offsets[sequence + 1] = offsets[sequence]! + row.length - promptLength;
  });
  const total = offsets[sequences.length]!;
  const targets = new Int32Array(total);
  const positions = new Int32Array(total);
  const sequenceOf = new Int32Array(total);
  sequences.forEach(({ tokens: row, promptLength }, sequence) => {
    for (let position = promptLength; position < row.length; position++) {
      const flat = offsets[sequence]! + position - promptLength;
      targets[flat] = row[position]!;
      positions[flat] = sequence * width + position - 1;
      sequenceOf[flat] = sequence;
    }
  });
  return {
    tokens,
    sequences: sequences.length,
    length: width,
    lengths: Int32Array.from(sequences, (sequence) => sequence.tokens.length),
    promptLengths: Int32Array.from(sequences, (sequence) => sequence.promptLength),
    targets,
    positions,
    sequenceOf,
    offsets,
  };
}

/** Rows (in [sequences × length]) of the last real token of each sequence. */
export function lastPositions(batch: Batch): Int32Array {
  return batch.lengths.map((length, sequence) => sequence * batch.length + length - 1);
}
