/**
 * The trained upper part of a model: the top blocks and the final norm, as variables named as in Hugging Face.
 * Policy, reference, reward and value model are tops on one trunk.
 */
import { causalAttention } from "../tensor/attention.ts";
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
  type Variable,
} from "../tensor/backend.ts";
import { rmsNorm, rotate, swiGlu } from "../tensor/kernels.ts";
import { type ComputeType, linear } from "../tensor/linear.ts";
import { type Architecture, blockShapes, finalNormName, outputHeadName } from "./architecture.ts";
import type { Batch } from "./batch.ts";
import { rotaryHalves } from "./rotary.ts";
import type { Trunk } from "./trunk.ts";

let created = 0;

/** A variable whose name is unique in the process, as TensorFlow.js demands. */
export function createVariable(name: string, values: Tensor): Variable {
  return tf.variable(values, true, `${name}#${created++}`);
}

/** Names and shapes of a top's variables, in the order they are stored. */
export function topShapes(architecture: Architecture, firstLayer: number): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (let layer = firstLayer; layer < architecture.layers; layer++)
    Object.assign(shapes, blockShapes(architecture, layer));
  shapes[finalNormName] = [architecture.width];
  if (!architecture.tiedEmbeddings) shapes[outputHeadName] = [architecture.vocabulary, architecture.width];
  return shapes;
}

export class Top {
  readonly trunk: Trunk;
  /** Hugging Face name (`model.layers.26.self_attn.q_proj.weight`) → variable. An untied head is among them. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** What matrix products are computed in; the variables stay float32. */
  compute: ComputeType;

  /** @param read initial values by name */
  constructor(trunk: Trunk, read: (name: string) => Float32Array, compute: ComputeType = "float32") {
    this.trunk = trunk;
    this.compute = compute;
    this.variables = new Map(
      Object.entries(topShapes(trunk.architecture, trunk.layers)).map(([name, shape]) => [
        name,
        tf.tidy(() => createVariable(name, tf.tensor(read(name), shape))),
      ]),
    );
  }

  /** Matrix of the language-model head, [vocabulary, width]: the trunk's embedding where tied, and then frozen. */
  get outputHead(): Tensor2D {
    return (this.variables.get(outputHeadName) as Tensor2D | undefined) ?? this.trunk.embedding;
  }

  /** [sequences, length, width] of the trunk → the same shape after the top blocks and the final norm. Differentiable. */
  forward(hidden: Tensor3D, batch: Batch): Tensor3D {
    const { architecture, layers: firstLayer } = this.trunk;
    return tf.tidy(() => {
      const { cosine, sine } = rotaryHalves(architecture, batch.length);
      let x = tf.reshape(hidden, [batch.sequences * batch.length, architecture.width]) as Tensor2D;
      for (let layer = firstLayer; layer < architecture.layers; layer++) {
        x = this.block(layer, x, batch, cosine, sine);
      }
      return tf.reshape(this.norm(finalNormName, x), hidden.shape) as Tensor3D;
    });
  }

  private block(layer: number, x: Tensor2D, batch: Batch, cosine: Tensor2D, sine: Tensor2D): Tensor2D {
    const { heads, keyValueHeads, headSize } = this.trunk.architecture;
    const prefix = `model.layers.${layer}`;
    const normed = this.norm(`${prefix}.input_layernorm.weight`, x);
    const project = (name: string, count: number) =>
      tf.transpose<Tensor4D>(
        tf.reshape(this.linear(`${prefix}.self_attn.${name}_proj`, normed), [
          batch.sequences,
          batch.length,
          count,
          headSize,
        ]),
        [0, 2, 1, 3],
      );
    const context = causalAttention(
      rotate(project("q", heads), cosine, sine),
      rotate(project("k", keyValueHeads), cosine, sine),
      project("v", keyValueHeads),
    );
    const joined = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [x.shape[0], heads * headSize]) as Tensor2D;
    const afterAttention = tf.add<Tensor2D>(x, this.linear(`${prefix}.self_attn.o_proj`, joined));
    const second = this.norm(`${prefix}.post_attention_layernorm.weight`, afterAttention);
    const gated = swiGlu(this.linear(`${prefix}.mlp.gate_proj`, second), this.linear(`${prefix}.mlp.up_proj`, second));
    return tf.add<Tensor2D>(afterAttention, this.linear(`${prefix}.mlp.down_proj`, gated));
  }

  private norm(name: string, x: Tensor2D): Tensor2D {
    return rmsNorm(x, this.variables.get(name) as Tensor1D, this.trunk.architecture.normEpsilon);
  }

  private linear(name: string, x: Tensor2D): Tensor2D {
    const bias = this.variables.get(`${name}.bias`) as Tensor1D | undefined;
    return linear(x, this.variables.get(`${name}.weight`) as Tensor2D, bias ?? null, this.compute);
  }

  /** A copy with variables of its own: a reference from a policy, a reward model from a reference. */
  clone(): Top {
    return new Top(this.trunk, (name) => this.variables.get(name)!.dataSync<"float32">(), this.compute);
  }

  /** Copies the weights of another top on the same trunk into this one. */
  assign(other: Top): void {
    for (const [name, variable] of this.variables) {
      const values = other.variables.get(name)!.dataSync<"float32">();
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
    tf.dispose([...this.variables.values()]);
  }
}
