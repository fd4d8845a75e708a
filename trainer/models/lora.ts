/**
 * Low-rank adapters (Hu et al. 2021, arXiv:2106.09685, section 4.1): beside a frozen matrix W, the product
 * alpha/rank · B·A is trained. B starts at 0, so that the model starts as it is.
 */
import { createRandom, seedOf } from "../math/random.ts";
import { type Tensor2D, tf, type Variable } from "../tensor/backend.ts";
import { type Architecture, blockShapes } from "./architecture.ts";
import { createVariable } from "./create-variable.ts";

/** Which matrices of a block have an adapter, as Hugging Face calls them. */
const projectionsOf = {
  all: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
  attention: ["q_proj", "k_proj", "v_proj", "o_proj"],
  feedForward: ["gate_proj", "up_proj", "down_proj"],
  queryAndValue: ["q_proj", "v_proj"],
} as const;

export interface LoraConfig {
  /** Inner width of the adapters; 0 trains the weights themselves and has none. */
  rank: number;
  /** The adapters' product is scaled by alpha / rank. */
  alpha: number;
  /** Which matrices of each trained block have one. */
  projections: keyof typeof projectionsOf;
}

/** No adapters. */
export const loraDefaults: LoraConfig = { rank: 0, alpha: 16, projections: "all" };

export interface Adapter {
  /** A, [rank, in]. */
  down: Variable;
  /** B, [out, rank]. */
  up: Variable;
  /** alpha / rank */
  scale: number;
}

/**
 * An adapter for each chosen matrix of the blocks from `firstLayer` on, by the matrix's name without `.weight`. A is drawn
 * from N(0, 1/rank²), by seed and matrix.
 */
export function createAdapters(
  architecture: Architecture,
  firstLayer: number,
  { rank, alpha, projections }: LoraConfig,
  seed: number,
): Map<string, Adapter> {
  const adapters = new Map<string, Adapter>();
  for (let layer = firstLayer; layer < architecture.layers; layer++) {
    for (const [weight, [out, width]] of Object.entries(blockShapes(architecture, layer)) as [string, number[]][]) {
      const name = weight.replace(/\.weight$/, "");
      if (!projectionsOf[projections].some((projection) => name.endsWith(`.${projection}`)) || weight.endsWith(".bias"))
        continue;
      const random = createRandom(seedOf(seed, "lora", name));
      const values = Float32Array.from({ length: rank * width! }, () => random.normal() / rank);
      adapters.set(name, {
        down: tf.tidy(() => createVariable(downName(name), tf.tensor2d(values, [rank, width!]))),
        up: tf.tidy(() => createVariable(upName(name), tf.zeros([out!, rank]))),
        scale: alpha / rank,
      });
    }
  }
  return adapters;
}

/** How many numbers the adapters of the blocks from `firstLayer` on hold. */
export function adapterSize(architecture: Architecture, firstLayer: number, { rank, projections }: LoraConfig): number {
  let size = 0;
  for (let layer = firstLayer; layer < architecture.layers; layer++) {
    for (const [weight, shape] of Object.entries(blockShapes(architecture, layer))) {
      if (projectionsOf[projections].some((projection) => weight.endsWith(`.${projection}.weight`)))
        size += rank * (shape[0]! + shape[1]!);
    }
  }
  return size;
}

/** What is trained, by the names that PEFT gives it. */
export function adapterVariables(adapters: ReadonlyMap<string, Adapter>): Map<string, Variable> {
  return new Map(
    [...adapters].flatMap(([name, { down, up }]): [string, Variable][] => [
      [downName(name), down],
      [upName(name), up],
    ]),
  );
}

export function downName(projection: string): string {
  return `${projection}.lora_A.weight`;
}

export function upName(projection: string): string {
  return `${projection}.lora_B.weight`;
}

/** W + alpha/rank · B·A, [out, in]. */
export function merged(weight: Tensor2D, { down, up, scale }: Adapter): Tensor2D {
  return tf.tidy(() => tf.add<Tensor2D>(weight, tf.mul(tf.matMul(up as Tensor2D, down as Tensor2D), scale)));
}
