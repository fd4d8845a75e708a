import { type Database, db } from "../db/client.ts";
import type { SamplePhase } from "../generated/prisma/enums.ts";

export interface SampleToRecord {
  promptId: string;
  phase: SamplePhase;
  /** PPO update at which it was drawn; 0 before the first. */
  step: number;
  /** Counts the samples of one prompt, phase and step. */
  index: number;
  text: string;
  /** Normalised reward. */
  reward: number;
  /** To the reference, nats; null where it was not measured. */
  kl: number | null;
  tokens: number;
}

/** Keeps what a model answered to a held-out prompt. The same place again is replaced. */
export async function recordSample({
  roundId,
  sample,
  database = db(),
}: {
  roundId: string;
  sample: SampleToRecord;
  database?: Database;
}): Promise<void> {
  const { promptId, phase, step, index } = sample;
  // A model may write a NUL, which Postgres stores nowhere.
  const data = { ...sample, text: sample.text.replaceAll("\0", "\uFFFD") };
  await database.roundSample.upsert({
    where: { roundId_promptId_phase_step_index: { roundId, promptId, phase, step, index } },
    create: { roundId, ...data },
    update: data,
  });
}
