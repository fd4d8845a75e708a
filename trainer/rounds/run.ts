/**
 * One round in a process of its own: `node --import tsx trainer/rounds/run.ts ROUND_ID WORKER`. The worker starts it and
 * kills it to cancel: every stage goes on from its last checkpoint, so no signal needs handling here. Ends with 0 when the
 * round has ended; with 1 after telling the worker why it cannot go on.
 */
import process from "node:process";
import { concludeRound } from "../../lib/rounds/conclude-round.ts";
import { describeSettings } from "../../lib/rounds/describe-settings.ts";
import { listGates } from "../../lib/rounds/list-gates.ts";
import { requireTraining, tensorBackend } from "../tensor/backend.ts";
import { collect } from "./collect.ts";
import { evaluate } from "./evaluate.ts";
import { trainPolicy } from "./policy.ts";
import { publish } from "./publish.ts";
import { trainReward } from "./reward.ts";
import { describeFailure, RoundError } from "./round-error.ts";
import { RoundRun } from "./round-run.ts";
import { trainSft } from "./sft.ts";

// Without the worker nobody keeps the claim alive: another may take the round.
process.on("disconnect", () => process.exit(1));

async function runStages(run: RoundRun): Promise<void> {
  const { id: roundId, number, settings } = run.round;
  console.info([`Round ${number} (* differs from the default):`, ...describeSettings(settings)].join("\n"));
  await collect(run);
  // Found out now rather than after the reward model is trained.
  await run.mix();
  // On a failed gate no time goes into what follows: a policy would start from a model that has learned nothing but its
  // own demonstrations, or learn to please noise.
  for (const [gate, stage] of [
    ["sft", trainSft],
    ["reward", trainReward],
  ] as const) {
    await stage(run);
    const gates = await listGates({ roundId });
    if (!gates.some(({ name, outcome }) => name === gate && outcome === "failed")) continue;
    await concludeRound({ roundId, worker: run.worker, state: "rejected" });
    return;
  }
  await trainPolicy(run);
  await evaluate(run);
  await publish(run);
}

const [roundId, worker] = process.argv.slice(2);
try {
  if (!tensorBackend().native) {
    throw new RoundError("no_native_tensors", `Training is not possible here: ${tensorBackend().reason}.`, [
      "run `npm start` again: it sets the native tensor library up and says what is missing",
    ]);
  }
  requireTraining();
  await runStages(await RoundRun.open(roundId!, worker!));
  process.exit(0);
} catch (error) {
  console.error(error);
  const failure = describeFailure(error);
  if (process.send) process.send(failure, () => process.exit(1));
  else process.exit(1);
}
