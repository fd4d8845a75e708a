/**
 * The trained upper part of a model: the top blocks and the final norm, as variables named as in Hugging Face.
 * Policy, reference, reward and value model are tops on one trunk. A top that has all blocks has the token embedding too.
 */
import {
  scoped,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
  type Variable,
} from "../tensor/backend.ts";
import { gatherRows, norm } from "../tensor/kernels.ts";
import type { ComputeType } from "../tensor/linear.ts";
import { upload } from "../tensor/memory.ts";
import {
  type Architecture,
  blockShapes,
  embeddingName,
  embeddingShapes,
  finalNormBiasName,
  finalNormName,
  finalNormShapes,
  outputHeadName,
  positionsName,
} from "./architecture.ts";
import type { Batch } from "./batch.ts";
import { copyToVariable, createVariable } from "./create-variable.ts";
import { type Adapter, adapterVariables, createAdapters, type LoraConfig, merged } from "./lora.ts";
import type { Projection } from "./projection.ts";
import { rotaryHalves } from "./rotary.ts";
import { type BlockNorm, keptPerRow, runTrainedBlock, type TrainedBlock } from "./trained-block.ts";
import type { Trunk } from "./trunk.ts";

/** Names and shapes of a top's variables, in the order they are stored. */
export function topShapes(architecture: Architecture, firstLayer: number): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  if (firstLayer === 0) Object.assign(shapes, embeddingShapes(architecture));
  for (let layer = firstLayer; layer < architecture.layers; layer++)
    Object.assign(shapes, blockShapes(architecture, layer));
  Object.assign(shapes, finalNormShapes(architecture));
  if (!architecture.tiedEmbeddings) shapes[outputHeadName] = [architecture.vocabulary, architecture.width];
  return shapes;
}

/** Bytes that the blocks of a top may keep of one batch, unless said otherwise. */
export const keptLimit = 2 ** 30;

export class Top {
  readonly trunk: Trunk;
  /** What matrix products are computed in; the variables stay float32. */
  compute: ComputeType;
  /** Bytes that the blocks may keep of one batch for the gradient; above it they keep their inputs and compute the rest again. */
  keptLimit = keptLimit;
  private readonly weights: ReadonlyMap<string, Variable>;
  private adapters: ReadonlyMap<string, Adapter> | null = null;

  /** @param read initial values by name; a tensor stays the caller's */
  constructor(trunk: Trunk, read: (name: string) => Float32Array | Tensor, compute: ComputeType = "float32") {
    this.trunk = trunk;
    this.compute = compute;
    this.weights = new Map(
      Object.entries(topShapes(trunk.architecture, trunk.layers)).map(([name, shape]) => {
        const values = read(name);
        return [
          name,
          values instanceof Float32Array
            ? tf.tidy(() => createVariable(name, upload(tf.tensor(values, shape))))
            : copyToVariable(name, values),
        ];
      }),
    );
  }

  /**
   * What training changes: all weights by Hugging Face name (`model.layers.26.self_attn.q_proj.weight`), an untied head
   * among them; or, with adapters, those alone.
   */
  get variables(): ReadonlyMap<string, Variable> {
    return this.adapters ? adapterVariables(this.adapters) : this.weights;
  }

  /** From here on adapters are trained in place of the weights; the model's outputs are what they were. Rank 0 has none. */
  addAdapters(config: LoraConfig, seed: number): void {
    const { architecture, layers } = this.trunk;
    if (config.rank === 0) return;
    if (this.adapters) throw new Error("the model has adapters already");
    this.adapters = createAdapters(architecture, layers, config, seed);
  }

  /** A weight as it counts, adapters merged, by Hugging Face name; null for one that is the trunk's. Call it in a tidy. */
  weight(name: string): Tensor | null {
    const own = this.weights.get(name);
    if (!own) return null;
    const adapter = name.endsWith(".weight") ? this.adapters?.get(name.slice(0, -".weight".length)) : undefined;
    return adapter ? merged(own as unknown as Tensor2D, adapter) : own;
  }

  /** Matrix of the token embedding, [vocabulary, width]: the trunk's, and then frozen, where the trunk has blocks. */
  get embedding(): Tensor2D {
    return (this.weights.get(embeddingName) as Tensor2D | undefined) ?? this.trunk.embedding;
  }

  /** Learned positions, [context, width]: the trunk's where it has blocks; null where positions are rotary. */
  get positions(): Tensor2D | null {
    return (this.weights.get(positionsName) as Tensor2D | undefined) ?? this.trunk.positions;
  }

  /** Matrix of the language-model head, [vocabulary, width]: the embedding where tied. */
  get outputHead(): Tensor2D {
    return (this.weights.get(outputHeadName) as Tensor2D | undefined) ?? this.embedding;
  }

  /** Whether the language-model head has a gradient. */
  get trainsOutputHead(): boolean {
    return !this.adapters && (this.weights.has(outputHeadName) || this.weights.has(embeddingName));
  }

  /**
   * [sequences, length, width] of the trunk → the same shape after the top blocks and the final norm. Differentiable. A
   * top with an embedding of its own reads the batch's tokens by it.
   */
  forward(hidden: Tensor3D, batch: Batch): Tensor3D {
    const { architecture, layers: firstLayer } = this.trunk;
    const { sequences, length } = batch;
    const rows = sequences * length;
    const kept = 4 * rows * keptPerRow(architecture) * (architecture.layers - firstLayer);
    return tf.tidy(() => {
      const { cosine, sine } = rotaryHalves(architecture, length);
      const run = {
        architecture,
        sequences,
        length,
        cosine,
        sine,
        compute: this.compute,
        recompute: kept > this.keptLimit,
      };
      let x = this.weights.has(embeddingName)
        ? this.embed(batch)
        : (tf.reshape(hidden, [rows, architecture.width]) as Tensor2D);
      for (let layer = firstLayer; layer < architecture.layers; layer++) {
        const next = runTrainedBlock(this.block(layer), x, run);
        x.dispose();
        x = next;
      }
      const gain = this.weights.get(finalNormName) as Tensor1D;
      const bias = (this.weights.get(finalNormBiasName) as Tensor1D | undefined) ?? null;
      return tf.reshape(norm(x, gain, bias, architecture.normEpsilon), [
        sequences,
        length,
        architecture.width,
      ]) as Tensor3D;
    });
  }

  private embed({ tokens, length }: Batch): Tensor2D {
    const ofTokens = gatherRows(this.embedding, tokens);
    const { positions } = this;
    return positions
      ? tf.add(
          ofTokens,
          gatherRows(
            positions,
            tokens.map((_, row) => row % length),
          ),
        )
      : ofTokens;
  }

  private block(layer: number): TrainedBlock {
    const { weights, adapters } = this;
    const prefix = `model.layers.${layer}.`;
    const projection = (place: string): Projection => {
      const name = prefix + place;
      return {
        name,
        weight: weights.get(`${name}.weight`) as Tensor2D,
        bias: (weights.get(`${name}.bias`) as Tensor1D | undefined) ?? null,
        trained: !adapters,
        adapter: adapters?.get(name) ?? null,
      };
    };
    const blockNorm = (place: string): BlockNorm => {
      const name = prefix + place;
      return {
        name,
        gain: weights.get(`${name}.weight`) as Tensor1D,
        bias: (weights.get(`${name}.bias`) as Tensor1D | undefined) ?? null,
      };
    };
    return {
      variables: new Map([...this.variables].filter(([name]) => name.startsWith(prefix))),
      inputNorm: blockNorm("input_layernorm"),
      query: projection("self_attn.q_proj"),
      key: projection("self_attn.k_proj"),
      value: projection("self_attn.v_proj"),
      output: projection("self_attn.o_proj"),
      feedForwardNorm: blockNorm("post_attention_layernorm"),
      gate: weights.has(`${prefix}mlp.gate_proj.weight`) ? projection("mlp.gate_proj") : null,
      up: projection("mlp.up_proj"),
      down: projection("mlp.down_proj"),
    };
  }

  /** A copy with variables of its own, adapters merged: a reference from a policy, a reward model from a reference. */
  clone(): Top {
    return scoped(() => new Top(this.trunk, (name) => this.weight(name)!, this.compute));
  }

  /** Copies the weights of another top on the same trunk into this one, which has no adapters. */
  assign(other: Top): void {
    for (const [name, variable] of this.weights) {
      const values = scoped(() => other.weight(name)!.dataSync<"float32">());
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    }
  }

  /** Takes these weights, one array a variable. */
  load(weights: Record<string, Float32Array>): void {
    for (const [name, variable] of this.variables) {
      tf.tidy(() => variable.assign(tf.tensor(weights[name]!, variable.shape)));
    }
  }

  dispose(): void {
    tf.dispose([...this.weights.values(), ...(this.adapters ? adapterVariables(this.adapters).values() : [])]);
  }
}
