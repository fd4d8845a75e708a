import os from "node:os";
import process from "node:process";
import { type Architecture, modelShapes } from "../models/architecture.ts";
import { adapterSize, type LoraConfig, loraDefaults } from "../models/lora.ts";
import { keptLimit, topShapes } from "../models/top.ts";
import { keptPerRow } from "../models/trained-block.ts";
import type { ComputeType } from "../tensor/linear.ts";
import { chunkElements, keptElements } from "../tensor/token-log-probabilities.ts";

/** What a training run's memory depends on. */
export interface TrainingSize {
  method: "sft" | "reward" | "dpo" | "ppo" | "group";
  architecture: Architecture;
  /** Blocks in the top. */
  topLayers: number;
  compute: ComputeType;
  lora: LoraConfig;
  /** Sequences of one optimiser step. */
  sequences: number;
  /** Tokens of the longest sequence, answer included. */
  length: number;
  /** Rows (sequences × length) of one pass, at most; null where a step is never split. */
  rowsPerPass: number | null;
  /** Tokens whose activations are kept in memory over the run. */
  cachedTokens: number;
  /** Reward models held or trained. */
  members: number;
  /** Sequences that are sampled at once; 0 for methods that do not sample. */
  sampled: number;
}

/** Node and TensorFlow with nothing loaded, and what fragments and waiting garbage come to. Measured. */
const runtimeBytes = 400 * 2 ** 20;
const slack = 0.08;

/**
 * Peak resident bytes of a run. With W the bytes of all weights, T those of what is trained (blocks, or adapters), B those
 * of a top's own weights:
 *
 *   runtime + W (half more in bfloat16, for the trunk's copies)
 *   + copies (tops that leave the shared buffers: what is trained; a sampler's copy of top and head)
 *   + T·(2 moments + 1 gradient, one more where a step has several passes, or policy and value at once)
 *   + what the blocks keep of a pass, or one block of it where they compute again
 *   + logits of a chunk, kept slopes and the three dense gradients of a trained embedding
 *   + cached activations
 *
 * docs/performance.md compares it with what was measured.
 */
export function estimateMemory(size: TrainingSize): number {
  const { method, architecture, topLayers, lora, compute } = size;
  const { layers, width, feedForward, vocabulary, keyValueHeads, headSize, tiedEmbeddings } = architecture;
  const blocks = Math.min(topLayers, layers);
  const bytesOf = (shapes: Record<string, number[]>) =>
    4 * Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((product, length) => product * length, 1), 0);
  const whole = bytesOf(modelShapes(architecture));
  const top = bytesOf(topShapes(architecture, layers - blocks));
  const headBytes = 4 * vocabulary * width;
  const trained = lora.rank > 0 ? 4 * adapterSize(architecture, layers - blocks, lora) : top;
  /** A top that is trained no longer shares the buffers of the one that it was copied from. */
  const copied = lora.rank > 0 ? trained : top;
  const trainsHead = lora.rank === 0 && (blocks === layers || !tiedEmbeddings) && method !== "reward";

  const samples = size.sampled > 0;
  const learners = method === "ppo" ? 2 : method === "reward" ? size.members : 1;
  const frozenTops = samples ? size.members : 0;
  const rows = Math.max(
    size.length,
    Math.min(size.sequences * size.length, size.rowsPerPass ?? Number.POSITIVE_INFINITY),
  );
  const passes = Math.ceil((size.sequences * size.length) / rows);
  const gradientsAtOnce = (method === "ppo" ? 2 : 1) + (passes > 1 ? 1 : 0);
  const weights = whole + (compute === "bfloat16" ? (whole - top + (tiedEmbeddings ? headBytes : 0)) / 2 : 0);
  const copies = learners * copied + frozenTops * top + (method === "group" || method === "ppo" ? copied : 0);
  const optimiser = trained * (2 * learners + gradientsAtOnce);

  const kept = 4 * rows * keptPerRow(architecture) * blocks;
  const blockWork = 4 * rows * (6 * feedForward + 12 * width);
  const attention = 4 * 3 * rows * size.length * architecture.heads;
  const activations = Math.min(kept, Math.max(keptLimit, 4 * rows * width * blocks)) + blockWork + attention;

  const logits = method === "reward" ? 0 : 3 * 4 * chunkElements;
  const slopes = trainsHead ? 4 * Math.min(rows * vocabulary, keptElements) + 2 * headBytes : 0;
  const sampling = samples
    ? top +
      headBytes +
      (3 * 4 * size.sampled * (2 * layers * keyValueHeads * headSize * size.length)) / 2 +
      4 * 4 * size.sampled * vocabulary
    : 0;
  const cached = 2 * 4 * width * size.cachedTokens;
  return (
    runtimeBytes + (1 + slack) * (weights + copies + optimiser + activations + logits + slopes + sampling + cached)
  );
}

/** A run that would not fit, with what would. */
export class MemoryError extends Error {
  readonly causes: readonly string[];

  constructor(message: string, causes: readonly string[]) {
    super(`${message} What to change: ${causes.join("; ")}.`);
    this.name = "MemoryError";
    this.causes = causes;
  }
}

/** Bytes that this process may use: the machine's, or the limit of its container. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

/**
 * Refuses a run before it starts, where the estimate is above what the machine has.
 * @throws MemoryError with the changes that would make it fit, each with its estimate
 */
export function requireMemory(size: TrainingSize, available = machineMemory()): void {
  const needed = estimateMemory(size);
  if (needed <= available) return;
  const causes = alternatives(size)
    .map(({ cause, changed }) => ({ cause, bytes: estimateMemory({ ...size, ...changed }) }))
    .filter(({ bytes }) => bytes < 0.97 * needed)
    .map(
      ({ cause, bytes }) => `${cause} (about ${gigabytes(bytes)}${bytes <= available ? "" : ", not enough by itself"})`,
    );
  throw new MemoryError(
    `The run needs about ${gigabytes(needed)} of memory, and ${gigabytes(available)} are there.`,
    causes.length > 0 ? causes : ["a smaller model, or a machine with more memory"],
  );
}

function alternatives(size: TrainingSize): { cause: string; changed: Partial<TrainingSize> }[] {
  const { method, topLayers, architecture, lora, sequences, length, cachedTokens, members } = size;
  const fewer = Math.max(1, Math.min(4, Math.floor(Math.min(topLayers, architecture.layers) / 2)));
  const shorter = Math.ceil(length / 2);
  return [
    topLayers > 1 && { cause: `train ${fewer} top blocks`, changed: { topLayers: fewer } },
    lora.rank === 0 && {
      cause: "train adapters (lora.rank = 16)",
      changed: { lora: { ...loraDefaults, rank: 16 } },
    },
    sequences > 1 && { cause: "halve the batch", changed: { sequences: Math.ceil(sequences / 2) } },
    {
      cause: `shorten sequences to ${shorter} tokens`,
      changed: { length: shorter, cachedTokens: cachedTokens / 2 },
    },
    method === "reward" && members > 1 && { cause: "one reward model (members = 1)", changed: { members: 1 } },
  ].filter((alternative) => alternative !== false);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
