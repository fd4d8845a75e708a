import { concludeRound } from "../../lib/rounds/conclude-round.ts";
import { listGates } from "../../lib/rounds/list-gates.ts";
import { stateOf } from "./gates.ts";
import type { RoundRun } from "./round-run.ts";

/** Last stage: the gates decide whether the policy answers from now on, waits for a person, or not at all. */
export async function publish(run: RoundRun): Promise<void> {
  await run.report("publish", 0, 0);
  const { id: roundId } = run.round;
  await concludeRound({ roundId, worker: run.worker, state: stateOf(await listGates({ roundId })) });
}
