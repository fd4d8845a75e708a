import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import type { RoundStageName } from "./settings.ts";

/**
 * How far a running round is. Throws CONFLICT where the claim was lost: another worker may be at the same round, and the
 * caller must stop before it writes anything more.
 */
export async function recordProgress({
  roundId,
  worker,
  stage,
  progress,
  secondsLeft = null,
  database = db(),
}: {
  roundId: string;
  worker: string;
  stage: RoundStageName;
  /** 0 to 1 within the stage. */
  progress: number;
  /** To the end of the round, as far as that can be said. */
  secondsLeft?: number | null;
  database?: Database;
}): Promise<void> {
  const [round] = await database.round.updateManyAndReturn({
    where: { id: roundId, claimedBy: worker, state: "running" },
    data: { stage, progress, secondsLeft },
    select: { projectId: true },
  });
  if (!round) throw new AppError("CONFLICT", "This round is no longer this worker's.");
  await notify({ type: "round", projectId: round.projectId, id: roundId }, { database });
}
