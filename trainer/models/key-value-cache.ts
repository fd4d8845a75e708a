/**
 * Keys and values of all blocks for a batch of sequences of unequal length. Every sequence fills its own rows from
 * position 0 on; rows beyond its length hold leftovers, which the decoder's mask hides.
 */
import { type Tensor1D, type Tensor2D, type Tensor4D, tf } from "../tensor/backend.ts";
import { reshape, updateRows } from "../tensor/inference.ts";
import type { Architecture } from "./architecture.ts";

interface BlockCache {
  /** [sequences·keyValueHeads·capacity, headSize] */
  keys: Tensor2D;
  values: Tensor2D;
}

export class KeyValueCache {
  readonly architecture: Architecture;
  sequences: number;
  /** Positions there is room for. */
  capacity: number;
  private blocks: BlockCache[] = [];

  constructor(architecture: Architecture, sequences: number, capacity: number) {
    this.architecture = architecture;
    this.sequences = sequences;
    this.capacity = capacity;
  }

  /**
   * Adds the next block's keys and values of whole prompts.
   * @param keys,values [prompts, keyValueHeads, length, headSize]; stay the caller's
   * @param promptOf which prompt each sequence starts with
   */
  addBlock(keys: Tensor4D, values: Tensor4D, promptOf: Int32Array): void {
    this.blocks.push({ keys: this.layOut(keys, promptOf), values: this.layOut(values, promptOf) });
  }

  /** Keeps only some sequences, in the order given, and makes room for `capacity` positions. */
  rearrange(kept: Int32Array, capacity: number): void {
    const { keyValueHeads, headSize } = this.architecture;
    const shape: [number, number, number, number] = [this.sequences, keyValueHeads, this.capacity, headSize];
    this.sequences = kept.length;
    this.capacity = capacity;
    for (const block of this.blocks) {
      const next = tf.tidy(() => ({
        keys: this.layOut(tf.reshape(block.keys, shape), kept),
        values: this.layOut(tf.reshape(block.values, shape), kept),
      }));
      tf.dispose([block.keys, block.values]);
      Object.assign(block, next);
    }
  }

  /** Takes over another cache's sequences, after its own. The other one is used up. */
  append(other: KeyValueCache): void {
    const capacity = Math.max(this.capacity, other.capacity);
    for (const cache of [this, other] as const) {
      if (cache.capacity < capacity)
        cache.rearrange(
          Int32Array.from({ length: cache.sequences }, (_, row) => row),
          capacity,
        );
    }
    this.blocks.forEach((block, index) => {
      const { keys, values } = other.blocks[index]!;
      const joined = {
        keys: tf.keep(tf.concat([block.keys, keys])),
        values: tf.keep(tf.concat([block.values, values])),
      };
      tf.dispose([block.keys, block.values]);
      Object.assign(block, joined);
    });
    this.sequences += other.sequences;
    other.dispose();
  }

  private layOut(source: Tensor4D, rows: Int32Array): Tensor2D {
    const { keyValueHeads, headSize } = this.architecture;
    return tf.keep(
      tf.tidy(() => {
        const gathered = tf.gather(source, tf.tensor1d(rows, "int32"));
        const length = Math.min(source.shape[2], this.capacity);
        const cut = tf.slice(gathered, [0, 0, 0, 0], [-1, -1, length, -1]);
        const padded = tf.pad(cut, [
          [0, 0],
          [0, 0],
          [0, this.capacity - length],
          [0, 0],
        ]);
        // A copy of its own: reshaping alone would share a buffer that is then overwritten in place.
        return tf.reshape(padded, [rows.length * keyValueHeads * this.capacity, headSize]) as Tensor2D;
      }),
    );
  }

  /** Row numbers at the sequences' next positions, for `write`. The caller disposes them. */
  rowsAt(positions: Int32Array): Tensor1D {
    const { keyValueHeads } = this.architecture;
    const rows = new Int32Array(positions.length * keyValueHeads);
    for (let row = 0; row < rows.length; row++) {
      rows[row] = row * this.capacity + positions[Math.floor(row / keyValueHeads)]!;
    }
    return tf.tensor1d(rows, "int32");
  }

  /**
   * Stores one new position of every sequence and returns all keys and values of the block.
   * @param keys,values [sequences·keyValueHeads, headSize]
   * @returns both [sequences, keyValueHeads, capacity, headSize]
   */
  write(block: number, rows: Tensor1D, keys: Tensor2D, values: Tensor2D): { keys: Tensor4D; values: Tensor4D } {
    const { keyValueHeads, headSize } = this.architecture;
    const cache = this.blocks[block]!;
    const shape = [this.sequences, keyValueHeads, this.capacity, headSize];
    cache.keys = replace(cache.keys, updateRows(cache.keys, rows, keys));
    cache.values = replace(cache.values, updateRows(cache.values, rows, values));
    return { keys: reshape(cache.keys, shape), values: reshape(cache.values, shape) };
  }

  dispose(): void {
    for (const { keys, values } of this.blocks) tf.dispose([keys, values]);
    this.blocks = [];
  }
}

function replace(old: Tensor2D, updated: Tensor2D): Tensor2D {
  if (old === updated) return old;
  old.dispose();
  return tf.keep(updated);
}
