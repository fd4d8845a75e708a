import { rm } from "node:fs/promises";
import path from "node:path";
import { env } from "../../lib/env.ts";
import { recordCheckpoint } from "../../lib/rounds/record-checkpoint.ts";
import { CheckpointError, listCheckpoints, readCheckpoint, writeCheckpoint } from "../algorithms/checkpoint.ts";
import type { TrainerState } from "../algorithms/learner.ts";
import type { RoundRun } from "./round-run.ts";

/** Checkpoints of one stage, written so often that a kill costs little. */
export class StageCheckpoints {
  private readonly run: RoundRun;
  private readonly root: string;
  private written = performance.now();

  constructor(run: RoundRun, stage: string) {
    this.run = run;
    this.root = path.join(run.folder, stage);
  }

  /** The furthest intact state, or null. A damaged one is removed: the one before, or the start, is right as well. */
  async read(): Promise<TrainerState | null> {
    for (const folder of (await listCheckpoints(this.root)).toReversed()) {
      try {
        return await readCheckpoint(folder);
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        console.warn(`${error.message}; going back to the one before.`);
        await rm(folder, { recursive: true, force: true });
      }
    }
    return null;
  }

  /** Writes one where the last is old enough. */
  async writeWhenDue(progress: number, state: () => TrainerState): Promise<void> {
    if (performance.now() - this.written >= env().ATTUNE_CHECKPOINT_SECONDS * 1000) await this.write(progress, state());
  }

  async write(progress: number, state: TrainerState): Promise<void> {
    await writeCheckpoint(this.root, progress, state);
    await recordCheckpoint({ roundId: this.run.round.id, worker: this.run.worker });
    this.written = performance.now();
  }

  /** The stage's result is kept elsewhere now. */
  async clear(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
