/**
 * The frozen lower part of a model: token embedding and the blocks below the trained ones. One copy is shared by
 * policy, reference, reward and value model; its activations can be computed once and reused by all of them.
 */
import { createHash } from "node:crypto";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensor/backend.ts";
import { type ComputeType, keepNarrowCopy, releaseNarrowCopy } from "../tensor/linear.ts";
import { upload } from "../tensor/memory.ts";
import type { WeightSource } from "../weights/weight-source.ts";
import { type Architecture, blockShapes, embeddingName, positionsName } from "./architecture.ts";
import type { Batch } from "./batch.ts";
import { embed, placesOf } from "./embed.ts";
import { attendWhole, blockTensors, fuseBlock, type InferenceBlock, runBlock, splitBlock } from "./inference-block.ts";
import { fusedRotaryTable } from "./rotary.ts";

export class Trunk {
  readonly architecture: Architecture;
  /** How many blocks the trunk holds; the top has the other `architecture.layers - layers`. */
  readonly layers: number;
  /** SHA-256 over names, shapes and float32 bytes of the trunk's weights: equal for equal trunks, whatever the file. */
  readonly hash: string;
  /** [vocabulary, width] */
  readonly embedding: Tensor2D;
  /** [context, width]; null where positions are rotary */
  readonly positions: Tensor2D | null;
  readonly blocks: readonly InferenceBlock[];
  readonly compute: ComputeType;
  /** ε of the norms, as a tensor for the inference operations. */
  readonly epsilon: Tensor;
  private lastRead: { layer: number; tensors: Record<string, Float32Array> } | null = null;

  constructor(
    architecture: Architecture,
    weights: WeightSource,
    layers: number,
    options: { compute?: ComputeType; onTensor?: () => void } = {},
  ) {
    this.architecture = architecture;
    this.layers = layers;
    this.compute = options.compute ?? "float32";
    this.epsilon = tf.keep(tf.scalar(architecture.normEpsilon));
    const hash = createHash("sha256");
    const read = (name: string, shape: readonly number[]) => {
      const values = weights.read(name);
      hash.update(`${name} ${shape.join("×")}\n`);
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      options.onTensor?.();
      return upload(tf.tensor(values, shape as number[]));
    };
    this.embedding = tf.keep(read(embeddingName, [architecture.vocabulary, architecture.width]) as Tensor2D);
    this.positions =
      architecture.positions === "learned"
        ? tf.keep(read(positionsName, [architecture.context, architecture.width]) as Tensor2D)
        : null;
    this.blocks = Array.from({ length: layers }, (_, layer) => {
      const tensors = new Map(
        Object.entries(blockShapes(architecture, layer)).map(([name, shape]) => [name, read(name, shape)]),
      );
      const block = fuseBlock(architecture, layer, (name) => tensors.get(name)!);
      tf.dispose([...tensors.values()]);
      return block;
    });
    this.hash = hash.digest("hex");
    // Also for the gradients of a top whose head is tied to the embedding.
    if (this.compute === "bfloat16") for (const matrix of this.matrices()) keepNarrowCopy(matrix);
  }

  private matrices(): Tensor2D[] {
    const ofBlock = ({ queryKeyValue, output, gateAndUp, down }: InferenceBlock) => [
      queryKeyValue,
      output,
      gateAndUp,
      down,
    ];
    return [this.embedding, ...this.blocks.flatMap(ofBlock)];
  }

  /**
   * Activations at the trunk's upper end, [sequences, length, width] float32. No gradient flows into the trunk. They
   * may be kept and reused for every top on a trunk with the same hash. The caller disposes them.
   */
  forward(batch: Batch): Tensor3D {
    const { sequences, length } = batch;
    const table = fusedRotaryTable(
      this.architecture,
      Array.from({ length }, (_, position) => position),
    );
    const hidden = tf.tidy(() => {
      const attend = attendWhole(this.architecture, sequences, length, table);
      let x = embed(this, batch.tokens, placesOf(sequences * length, length));
      for (const block of this.blocks) {
        const next = runBlock(block, x, this.epsilon, attend, this.compute);
        x.dispose();
        x = next;
      }
      return tf.reshape(x, [sequences, length, this.architecture.width]) as Tensor3D;
    });
    table.dispose();
    return hidden;
  }

  /** A tensor by its Hugging Face name, as it was read. Cheapest when a block's tensors are asked for together. */
  read(name: string): Float32Array {
    if (name === embeddingName) return this.embedding.dataSync<"float32">();
    if (name === positionsName && this.positions) return this.positions.dataSync<"float32">();
    const layer = Number(/^model\.layers\.(\d+)\./.exec(name)?.[1] ?? Number.NaN);
    const block = this.blocks[layer];
    if (!block) throw new Error(`the trunk has no tensor ${name}`);
    if (this.lastRead?.layer !== layer) {
      this.lastRead = { layer, tensors: splitBlock(this.architecture, layer, block) };
    }
    return this.lastRead.tensors[name]!;
  }

  dispose(): void {
    for (const matrix of this.matrices()) releaseNarrowCopy(matrix);
    tf.dispose([
      this.embedding,
      ...(this.positions ? [this.positions] : []),
      this.epsilon,
      ...this.blocks.flatMap(blockTensors),
    ]);
  }
}

/**
 * A batch's activations from what a sampler kept of each sequence: [sequences, length, width]. The sampler's model must
 * stand on a trunk with the same hash.
 * @param rows of each sequence [its length, width]
 */
export function stackHidden(rows: readonly Float32Array[], batch: Batch, width: number): Tensor3D {
  const values = new Float32Array(batch.sequences * batch.length * width);
  rows.forEach((row, sequence) => {
    if (row.length !== batch.lengths[sequence]! * width) {
      throw new Error(
        `sequence ${sequence} has ${row.length / width} rows of activations for ${batch.lengths[sequence]} tokens`,
      );
    }
    values.set(row, sequence * batch.length * width);
  });
  return tf.tensor3d(values, [batch.sequences, batch.length, width]);
}

/** The inverse: each sequence's rows without padding, to keep outside the tensor library. */
export function unstackHidden(hidden: Tensor3D, batch: Batch): Float32Array[] {
  const values = hidden.dataSync<"float32">();
  const width = hidden.shape[2];
  return Array.from(batch.lengths, (length, sequence) => {
    const start = sequence * batch.length * width;
    return values.slice(start, start + length * width);
  });
}
