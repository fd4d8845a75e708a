/** One model laid out for decoding: prompts in, then one token after another. */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "../tensor/backend.ts";
import {
  add,
  batchMultiply,
  lookUp,
  normalise,
  project,
  type RotaryTable,
  reshape,
  rotate,
  softmax,
  splitInThree,
} from "../tensor/inference.ts";
import { finalNormBiasName, finalNormName } from "./architecture.ts";
import { embed, placesOf } from "./embed.ts";
import { type Attend, attendWhole, blockTensors, fuseBlock, type InferenceBlock, runBlock } from "./inference-block.ts";
import { KeyValueCache } from "./key-value-cache.ts";
import { fusedRotaryTable } from "./rotary.ts";
import type { Top } from "./top.ts";

/** What a forward step gives. */
export interface DecoderOutput {
  /** [rows, vocabulary]; the caller disposes them. */
  logits: Tensor2D;
  /** The trunk's activations of all rows that went through, row by row, where asked for. */
  hidden: Float32Array | null;
}

const hiddenPosition = -1e9;

export class Decoder {
  readonly top: Top;
  private readonly blocks: readonly InferenceBlock[];
  private readonly topBlocks: readonly InferenceBlock[];
  private readonly finalNorm: Tensor1D;
  private readonly finalNormBias: Tensor1D | null;
  /** [width, vocabulary] */
  private readonly outputHead: Tensor2D;

  /** Copies the top's weights as they are now. */
  constructor(top: Top) {
    this.top = top;
    const { architecture, blocks, layers } = top.trunk;
    this.topBlocks = Array.from({ length: architecture.layers - layers }, (_, index) =>
      fuseBlock(architecture, layers + index, (name) => top.weight(name)!),
    );
    this.blocks = [...blocks, ...this.topBlocks];
    const copy = (name: string) => tf.keep(tf.tidy(() => tf.mul(top.weight(name)!, 1))) as Tensor1D;
    this.finalNorm = copy(finalNormName);
    this.finalNormBias = architecture.otherBiases ? copy(finalNormBiasName) : null;
    this.outputHead = tf.keep(tf.transpose(top.outputHead));
  }

  /**
   * Runs whole prompts, padded on the right, and fills a cache.
   * @param prompts different from each other
   * @param promptOf which prompt each sequence of the cache starts with
   * @returns logits after the last token of each prompt, and hidden rows as [prompts × longest prompt]
   */
  prefill(
    prompts: readonly (readonly number[])[],
    promptOf: Int32Array,
    capacity: number,
    keepHidden: boolean,
  ): DecoderOutput & { cache: KeyValueCache; length: number } {
    const { architecture } = this.top.trunk;
    const length = Math.max(...prompts.map((prompt) => prompt.length));
    const tokens = new Int32Array(prompts.length * length);
    for (const [row, prompt] of prompts.entries()) tokens.set(prompt, row * length);
    const cache = new KeyValueCache(architecture, promptOf.length, capacity);
    const table = fusedRotaryTable(
      architecture,
      Array.from({ length }, (_, position) => position),
    );
    const attend = attendWhole(architecture, prompts.length, length, table, (keys, values) =>
      cache.addBlock(keys, values, promptOf),
    );
    const lastRows = Int32Array.from(prompts, (prompt, row) => row * length + prompt.length - 1);
    const places = placesOf(tokens.length, length);
    const output = this.run({ tokens, places }, () => attend, keepHidden, lastRows);
    table.dispose();
    return { ...output, cache, length };
  }

  /**
   * One token further for every sequence of the cache.
   * @param positions of these tokens, each below the cache's capacity
   */
  step(cache: KeyValueCache, tokens: Int32Array, positions: Int32Array, keepHidden: boolean): DecoderOutput {
    const table = fusedRotaryTable(this.top.trunk.architecture, Array.from(positions));
    const rows = cache.rowsAt(positions);
    const mask = positionMask(positions, cache.capacity);
    const attendOf = (block: number) => this.attendCached(cache, block, table, rows, mask);
    const output = this.run({ tokens, places: positions }, attendOf, keepHidden, null);
    tf.dispose([rows, mask]);
    table.dispose();
    return output;
  }

  /** Only the weights copied from the top: the trunk's live on. */
  dispose(): void {
    const bias = this.finalNormBias ? [this.finalNormBias] : [];
    tf.dispose([this.finalNorm, ...bias, this.outputHead, ...this.topBlocks.flatMap(blockTensors)]);
  }

  private run(
    { tokens, places }: { tokens: Int32Array; places: Int32Array },
    attendOf: (block: number) => Attend,
    keepHidden: boolean,
    outputRows: Int32Array | null,
  ): DecoderOutput {
    const { trunk } = this.top;
    let hidden: Float32Array | null = null;
    const logits = tf.tidy(() => {
      let x = embed(this.top, tokens, places);
      for (const [index, block] of this.blocks.entries()) {
        if (keepHidden && index === trunk.layers) hidden = x.dataSync<"float32">();
        const next = runBlock(block, x, trunk.epsilon, attendOf(index), "float32");
        x.dispose();
        x = next;
      }
      const rows = outputRows ? lookUp(x, outputRows) : x;
      const normed = normalise(rows, this.finalNorm, this.finalNormBias, trunk.epsilon);
      return project(normed, this.outputHead);
    });
    return { logits, hidden };
  }

  private attendCached(cache: KeyValueCache, block: number, table: RotaryTable, rows: Tensor1D, mask: Tensor): Attend {
    const { heads, keyValueHeads, headSize } = this.top.trunk.architecture;
    const { sequences } = cache;
    return (queryKeyValue) => {
      const all = rotate<Tensor>(queryKeyValue, table, [sequences, heads + 2 * keyValueHeads, headSize]);
      const [queries, newKeys, newValues] = splitInThree(all, [heads, keyValueHeads, keyValueHeads], 1) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      const newRows = [sequences * keyValueHeads, headSize];
      const { keys, values } = cache.write(block, rows, reshape(newKeys, newRows), reshape(newValues, newRows));
      const grouped = reshape<Tensor4D>(queries, [sequences, keyValueHeads, heads / keyValueHeads, headSize]);
      const weights = softmax(add(batchMultiply(grouped, keys, true), mask));
      return reshape(batchMultiply(weights, values, false), [sequences, heads * headSize]);
    };
  }
}

/** [sequences, 1, 1, capacity]: 0 up to and including each sequence's position, −1e9 beyond. */
function positionMask(positions: Int32Array, capacity: number): Tensor {
  const values = new Float32Array(positions.length * capacity);
  positions.forEach((position, sequence) => {
    values.fill(hiddenPosition, sequence * capacity + position + 1, (sequence + 1) * capacity);
  });
  return tf.tensor4d(values, [positions.length, 1, 1, capacity]);
}
