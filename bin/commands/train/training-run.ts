import type { TrainerState } from "../../../trainer/algorithms/learner.ts";
import type { ComputeType } from "../../../trainer/tensor/linear.ts";
import type { Figures } from "./figures.ts";
import type { Method } from "./method-settings.ts";
import type { OpenedModel } from "./open-model.ts";
import type { RunFolder } from "./run-folder.ts";
import type { SettingOptions } from "./settings.ts";

/** What the command line says of a training run. */
export interface TrainOptions extends SettingOptions {
  /** A folder in Hugging Face layout, a training run's folder, a .gguf file or a hub name. */
  model?: string;
  data: string;
  eval?: string;
  out: string;
  seed: number;
  /** One run each, in place of `seed`. */
  seeds?: number[];
  resume?: boolean;
  topBlocks?: number;
  compute: ComputeType;
  systemPrompt?: string;
  /** Leave bad lines of the data out instead of refusing it. */
  skipBadLines?: boolean;
  /** Also write trunk and top as one folder that other libraries load. */
  merged?: boolean;
  /** One JSON line a step. */
  json?: boolean;
  /** Seconds between two checkpoints. */
  checkpointEvery: number;
  /** Methods against a reward model: its run's folder or file. */
  reward?: string;
  /** PPO: demonstrations to go on modelling. */
  mix?: string;
  /** Reward models: share of the prompts held out. */
  validation?: number;
}

/** One run from its first step to what it leaves behind, on one seed. */
export interface TrainingRun {
  /** Steps, or updates, made so far and in all. */
  readonly progress: { step: number; steps: number };
  step(): Promise<{ metrics: Record<string, number | undefined>; warnings: readonly string[] }>;
  /** Figures on the data of `--eval`; absent without it. */
  evaluate?(): Promise<Figures>;
  state(): TrainerState;
  restore(state: TrainerState): void;
  /** Writes weights into the folder. `refused` says why there are none. */
  finish(folder: RunFolder): Promise<{ summary: object; figures: Figures; weights: string | null; refused?: string }>;
  dispose(): void;
}

/** A method with its data and models in memory: runs start from here, one a seed. */
export interface PreparedTraining {
  /** What it trains on, in a few words. */
  data: string;
  start(seed: number): TrainingRun;
}

export interface TrainingMethod {
  method: Method;
  /** Metrics that are shown while it runs, in this order. */
  shown: readonly string[];
  prepare(options: TrainOptions, settings: object, opened: OpenedModel): Promise<PreparedTraining>;
}
