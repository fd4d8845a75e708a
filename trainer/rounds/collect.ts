import { freezeRound } from "../../lib/rounds/freeze-round.ts";
import type { RoundRun } from "./round-run.ts";

/** First stage: what the round learns from and starts from is fixed. */
export async function collect(run: RoundRun): Promise<void> {
  if (run.round.datasetVersionId) return;
  await run.report("collect", 0);
  await freezeRound({ roundId: run.round.id });
  await run.reread();
}
