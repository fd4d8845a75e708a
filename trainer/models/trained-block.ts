/**
 * A block that is trained, with its gradient written out as one: of a forward pass only the inputs of the matrix products
 * are kept (half of what every operation by itself would keep), or only the block's own input, from which the
 * rest is computed again (gradient checkpointing, Chen et al. 2016, arXiv:1604.06174, section 4).
 */
import { attended, attentionGradients } from "../tensor/attention.ts";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf, type Variable } from "../tensor/backend.ts";
import { differentiable } from "../tensor/differentiable.ts";
import {
  type GateParts,
  gated,
  gatedGradients,
  gateParts,
  gelu,
  geluGradient,
  type NormParts,
  normalised,
  normGradients,
  normParts,
  rotated,
  rotatedBack,
  withGain,
} from "../tensor/kernels.ts";
import { type ComputeType, withNarrowCopy } from "../tensor/linear.ts";
import type { Architecture } from "./architecture.ts";
import { type Projection, project, projectBack } from "./projection.ts";

/** A norm of a block, as Hugging Face calls it without `.weight`; with a bias it is LayerNorm. */
export interface BlockNorm {
  name: string;
  gain: Tensor1D;
  bias: Tensor1D | null;
}

export interface TrainedBlock {
  /** Everything of the block that has a gradient, by name. */
  variables: ReadonlyMap<string, Variable>;
  inputNorm: BlockNorm;
  query: Projection;
  key: Projection;
  value: Projection;
  output: Projection;
  feedForwardNorm: BlockNorm;
  /** Null where the feed-forward part has no gate, but GELU. */
  gate: Projection | null;
  up: Projection;
  down: Projection;
}

export interface BlockRun {
  architecture: Architecture;
  sequences: number;
  length: number;
  /** [length, headSize] */
  cosine: Tensor2D;
  sine: Tensor2D;
  compute: ComputeType;
  /** Keep the block's input alone for the gradient, for a third more of forward and backward time. */
  recompute: boolean;
}

/** Float32 values kept for the gradient, per row and block, without recomputing. */
export function keptPerRow({ width, feedForward, heads, keyValueHeads, headSize }: Architecture): number {
  return 2 * width + 2 * (heads + keyValueHeads) * headSize + 2 * feedForward;
}

interface Kept {
  query: Tensor4D;
  key: Tensor4D;
  value: Tensor4D;
  context: Tensor2D;
  afterAttention: Tensor2D;
  gate: Tensor2D | null;
  up: Tensor2D;
}

const keptNames = ["query", "key", "value", "context", "afterAttention", "gate", "up"] as const;

/**
 * x after the block, differentiable in x and the block's variables.
 * @param x [sequences·length, width]
 */
export function runTrainedBlock(block: TrainedBlock, x: Tensor2D, run: BlockRun): Tensor2D {
  const names = [...block.variables.keys()];
  return tf.tidy(() =>
    differentiable<Tensor2D>([x, ...block.variables.values()], (save) => {
      const { kept, output } = forward(block, x, run);
      const table = [run.cosine, run.sine];
      const kinds = keptNames.filter((name) => kept[name]);
      save(run.recompute ? [...table, x] : [...table, x, ...kinds.map((name) => kept[name]!)]);
      return {
        value: output,
        gradient: (upstream, [cosine, sine, savedX, ...saved]) => {
          const again = { ...run, cosine: cosine as Tensor2D, sine: sine as Tensor2D };
          const known = run.recompute
            ? forward(block, savedX as Tensor2D, again, false).kept
            : ({
                gate: null,
                ...Object.fromEntries(kinds.map((name, place) => [name, saved[place]])),
              } as unknown as Kept);
          const gradients = new Map<string, Tensor>();
          const ofInput = backward(block, savedX as Tensor2D, known, again, upstream, gradients);
          return [ofInput, ...names.map((name) => gradients.get(name)!)];
        },
      };
    }),
  );
}

/** @param whole false leaves out the last product, which nothing of the gradient needs; then `output` is `afterAttention` */
function forward(block: TrainedBlock, x: Tensor2D, run: BlockRun, whole = true): { kept: Kept; output: Tensor2D } {
  const { architecture, compute, cosine, sine } = run;
  const { heads, keyValueHeads, normEpsilon } = architecture;
  const normed = normalised(x, block.inputNorm.gain, block.inputNorm.bias, normEpsilon);
  const split = (projection: Projection, count: number) => toHeads(project(normed, projection, compute), count, run);
  const { query, key, value } = withNarrowCopy(normed, compute, () => ({
    query: rotated(split(block.query, heads), cosine, sine),
    key: rotated(split(block.key, keyValueHeads), cosine, sine),
    value: split(block.value, keyValueHeads),
  }));
  const context = fromHeads(tf.tidy(() => attended(query, key, value)));
  const afterAttention = tf.add<Tensor2D>(x, project(context, block.output, compute));
  const { gain, bias } = block.feedForwardNorm;
  const second = normalised(afterAttention, gain, bias, normEpsilon);
  const { gate, up } = withNarrowCopy(second, compute, () => ({
    gate: block.gate && project(second, block.gate, compute),
    up: project(second, block.up, compute),
  }));
  const output = whole
    ? tf.add<Tensor2D>(
        afterAttention,
        project(
          tf.tidy(() => (gate ? gated(gate, up) : gelu(up))),
          block.down,
          compute,
        ),
      )
    : afterAttention;
  return { kept: { query, key, value, context, afterAttention, gate, up }, output };
}

/** Gradient of x; those of the block's variables are added to `gradients`. */
function backward(
  block: TrainedBlock,
  x: Tensor2D,
  kept: Kept,
  run: BlockRun,
  upstream: Tensor2D,
  gradients: Map<string, Tensor>,
): Tensor2D {
  const { architecture, compute, cosine, sine } = run;
  const { normEpsilon } = architecture;
  const back = (rows: Tensor2D, projection: Projection, gradient: Tensor2D) =>
    projectBack(rows, projection, gradient, compute, gradients);
  const kindOf = ({ bias }: BlockNorm) => (bias ? "layer" : "rms");
  const throughNorm = (parts: NormParts, norm: BlockNorm, gradient: Tensor2D) => {
    const { name, gain } = norm;
    const found = normGradients(parts, gain, kindOf(norm), gradient);
    if (block.variables.has(`${name}.weight`)) {
      gradients.set(`${name}.weight`, found.gain);
      if (found.bias) gradients.set(`${name}.bias`, found.bias);
    }
    return found.x;
  };

  const { feedForwardNorm, inputNorm } = block;
  const ofGate = kept.gate && gateParts(kept.gate);
  const activated = ofGate ? tf.mul<Tensor2D>(ofGate.silu, kept.up) : gelu(kept.up);
  const activatedGradient = back(activated, block.down, upstream);
  activated.dispose();
  const secondParts = normParts(kept.afterAttention, kindOf(feedForwardNorm), normEpsilon);
  const second = withGain(secondParts, feedForwardNorm.gain, feedForwardNorm.bias);
  const secondGradient = withNarrowCopy(second, compute, () =>
    throughActivation(block, kept, ofGate, activatedGradient, (projection, gradient) =>
      back(second, projection, gradient),
    ),
  );
  const afterAttentionGradient = tf.add<Tensor2D>(upstream, throughNorm(secondParts, feedForwardNorm, secondGradient));

  const contextGradient = back(kept.context, block.output, afterAttentionGradient);
  const attention = attentionGradients(
    kept.query,
    kept.key,
    kept.value,
    toHeads(contextGradient, architecture.heads, run),
  );
  const normedParts = normParts(x, kindOf(inputNorm), normEpsilon);
  const normed = withGain(normedParts, inputNorm.gain, inputNorm.bias);
  const normedGradient = withNarrowCopy(normed, compute, () =>
    tf.addN([
      back(normed, block.query, fromHeads(rotatedBack(attention.query, cosine, sine))),
      back(normed, block.key, fromHeads(rotatedBack(attention.key, cosine, sine))),
      back(normed, block.value, fromHeads(attention.value)),
    ]),
  );
  return tf.add<Tensor2D>(afterAttentionGradient, throughNorm(normedParts, inputNorm, normedGradient));
}

/** Gradient of the feed-forward part's input, from that of what its last product takes. */
function throughActivation(
  { gate, up }: TrainedBlock,
  kept: Kept,
  ofGate: GateParts | null,
  upstream: Tensor2D,
  back: (projection: Projection, gradient: Tensor2D) => Tensor2D,
): Tensor2D {
  if (!gate || !kept.gate || !ofGate) return back(up, geluGradient(kept.up, upstream));
  const gradients = gatedGradients(ofGate, kept.gate, kept.up, upstream);
  return tf.add<Tensor2D>(back(gate, gradients.gate), back(up, gradients.up));
}

/** [sequences·length, heads·headSize] → [sequences, heads, length, headSize] */
function toHeads(rows: Tensor2D, heads: number, { sequences, length, architecture }: BlockRun): Tensor4D {
  return tf.transpose<Tensor4D>(tf.reshape(rows, [sequences, length, heads, architecture.headSize]), [0, 2, 1, 3]);
}

/** The inverse of `toHeads`. */
function fromHeads(x: Tensor4D): Tensor2D {
  const [sequences, heads, length, headSize] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [sequences * length, heads * headSize]);
}
