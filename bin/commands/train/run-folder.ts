import { appendFileSync, existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { readLatestCheckpoint, writeCheckpoint } from "../../../trainer/algorithms/checkpoint.ts";
import type { TrainerState } from "../../../trainer/algorithms/learner.ts";

const millisecondsBetweenCheckpoints = 60_000;

/** What can be stopped and gone on with. */
interface Resumable {
  state(): TrainerState;
  restore(state: TrainerState): void;
}

/** The folder of one training command: metrics a line a step, checkpoints while it runs, a summary at its end. */
export class RunFolder {
  readonly folder: string;
  private saved = Date.now();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder. Throws where a finished run lies in it. */
  static async open(folder: string): Promise<RunFolder> {
    if (existsSync(path.join(folder, "summary.json"))) {
      throw new Error(`${folder} holds a finished run: give another folder with --out.`);
    }
    await mkdir(folder, { recursive: true });
    return new RunFolder(folder);
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Goes on from the latest checkpoint of a run that was cut off; false where there is none. */
  async resume(trainer: Resumable): Promise<boolean> {
    const state = await readLatestCheckpoint(this.path("checkpoints"));
    if (state) trainer.restore(state);
    return state !== null;
  }

  /** Writes a step's metrics, and a checkpoint where the last one is a minute old. */
  async record(step: number, metrics: object, trainer: Resumable): Promise<void> {
    appendFileSync(this.path("metrics.jsonl"), `${JSON.stringify({ step, ...metrics })}\n`);
    if (Date.now() - this.saved < millisecondsBetweenCheckpoints) return;
    await writeCheckpoint(this.path("checkpoints"), step + 1, trainer.state());
    this.saved = Date.now();
  }

  async finish(summary: object): Promise<void> {
    await writeFile(this.path("summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
    await rm(this.path("checkpoints"), { recursive: true, force: true });
  }
}
