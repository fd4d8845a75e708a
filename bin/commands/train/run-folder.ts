import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readLatestCheckpoint, writeCheckpoint } from "../../../trainer/algorithms/checkpoint.ts";
import type { TrainerState } from "../../../trainer/algorithms/learner.ts";
import { summaryFile } from "./open-model.ts";
import { flatten } from "./settings.ts";

const settingsFile = "settings.json";
const metricsFile = "metrics.jsonl";
const stepSchema = z.looseObject({ step: z.number() });

/** What can be stopped and gone on with. */
interface Resumable {
  readonly progress: { step: number };
  state(): TrainerState;
  restore(state: TrainerState): void;
}

/** Everything that a run's result depends on, stored beside it. */
export type RunIdentity = Record<string, unknown>;

/**
 * The folder of one training run: settings.json from its start, metrics.jsonl a line a step, checkpoints while it runs,
 * summary.json at its end.
 */
export class RunFolder {
  readonly folder: string;
  private readonly secondsBetweenCheckpoints: number;
  private saved = Date.now();

  constructor(folder: string, secondsBetweenCheckpoints: number) {
    this.folder = folder;
    this.secondsBetweenCheckpoints = secondsBetweenCheckpoints;
  }

  get isFinished(): boolean {
    return existsSync(this.path(summaryFile));
  }

  /** Throws where a finished run lies in the folder, or an unfinished one that is not to be gone on with. */
  requireFree(resume: boolean): void {
    if (this.isFinished) throw new Error(`${this.folder} holds a finished run: give another folder with --out.`);
    if (!resume && existsSync(this.path(settingsFile))) {
      throw new Error(`${this.folder} holds a run that was cut off: go on with --resume, or give another folder.`);
    }
  }

  /**
   * Makes the folder and stores what the run is.
   * @throws Error where a run of another identity lies in it, naming what differs
   */
  async open(identity: RunIdentity): Promise<void> {
    if (existsSync(this.path(settingsFile))) {
      const before = flatten(JSON.parse(readFileSync(this.path(settingsFile), "utf8")));
      const now = flatten(JSON.parse(JSON.stringify(identity)));
      // They say again what the settings say.
      for (const name of Object.keys({ ...before, ...now })) {
        if (!name.startsWith("differences.")) continue;
        delete before[name];
        delete now[name];
      }
      const differing = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
        (name) => before[name] !== now[name],
      );
      if (differing.length > 0) {
        const lines = differing.map((name) => `\n  ${name}: ${String(before[name])} there, ${String(now[name])} now`);
        throw new Error(
          `${this.folder} holds a run of another kind; it cannot be resumed as this one.${lines.join("")}`,
        );
      }
    }
    await mkdir(this.folder, { recursive: true });
    await this.write(settingsFile, identity);
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /**
   * Goes on from the latest checkpoint; false where there is none. Metrics of steps that are made again are dropped.
   * @throws CheckpointError where that checkpoint is damaged or incomplete
   */
  async resume(run: Resumable): Promise<boolean> {
    const state = await readLatestCheckpoint(this.path("checkpoints"));
    if (state) run.restore(state);
    const kept = this.metrics().filter(({ step }) => step < run.progress.step);
    await writeFile(this.path(metricsFile), kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
    return state !== null;
  }

  /** Writes a step's metrics, and a checkpoint where the last one is old enough. */
  async record(metrics: object, run: Resumable): Promise<void> {
    appendFileSync(this.path(metricsFile), `${JSON.stringify({ step: run.progress.step - 1, ...metrics })}\n`);
    if (Date.now() - this.saved >= this.secondsBetweenCheckpoints * 1000) await this.save(run);
  }

  async save(run: Resumable): Promise<void> {
    await writeCheckpoint(this.path("checkpoints"), run.progress.step, run.state());
    this.saved = Date.now();
  }

  /** Of all steps, in order. A last line that was cut off is left out. */
  metrics(): ({ step: number } & Record<string, unknown>)[] {
    if (!existsSync(this.path(metricsFile))) return [];
    return readFileSync(this.path(metricsFile), "utf8")
      .split("\n")
      .flatMap((line) => {
        try {
          return [stepSchema.parse(JSON.parse(line))];
        } catch {
          return [];
        }
      });
  }

  async finish(summary: object): Promise<void> {
    await this.write(summaryFile, summary);
    await rm(this.path("checkpoints"), { recursive: true, force: true });
  }

  readSummary(): unknown {
    return JSON.parse(readFileSync(this.path(summaryFile), "utf8"));
  }

  /** Whole or not at all. */
  private async write(name: string, value: object): Promise<void> {
    await writeFile(this.path(`${name}.part`), `${JSON.stringify(value, null, 2)}\n`);
    await rename(this.path(`${name}.part`), this.path(name));
  }
}
