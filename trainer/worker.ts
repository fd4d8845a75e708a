/**
 * Takes rounds from Postgres, one at a time, and sees each to its end. Holds no tensors: a round computes in a process of
 * its own, while this one keeps its claim alive and hears when it is to stop.
 */
import { randomUUID } from "node:crypto";
import { hostname, setPriority } from "node:os";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { db } from "../lib/db/client.ts";
import { listen } from "../lib/events/listen.ts";
import { applyRetention } from "../lib/models/apply-retention.ts";
import { claimRound } from "../lib/rounds/claim-round.ts";
import { startDueRounds } from "../lib/rounds/start-due-rounds.ts";
import { startLocally } from "./engines/local.ts";
import { ensureBaseModel } from "./rounds/ensure-base-model.ts";
import { superviseRound } from "./rounds/supervise-round.ts";

/** Rounds that are due by themselves, and leases that ran out, are noticed this soon. */
const pollMilliseconds = 10_000;
/** Behind the site, which people wait for. */
const niceness = 10;

const stopping = new AbortController();
process.on("SIGTERM", () => stopping.abort());
process.on("SIGINT", () => stopping.abort());
setPriority(niceness);

let wake = new AbortController();

/** Until something has changed since the last look, the time is over or the worker is to end. */
async function pause(): Promise<void> {
  const signal = AbortSignal.any([stopping.signal, wake.signal]);
  await wait(pollMilliseconds, undefined, { signal }).catch(() => undefined);
}

/** One round, if there is one. Returns whether to look again at once. */
async function work(): Promise<boolean> {
  await startDueRounds();
  // A name of its own for each claim: what an earlier one still writes can then be told apart.
  const worker = `${hostname()} ${process.pid} ${randomUUID()}`;
  const round = await claimRound({ worker });
  if (!round) return false;
  console.log(`Round ${round.number} (${round.id}), attempt ${round.attempts}.`);
  const outcome = await superviseRound(round, worker, startLocally, stopping.signal);
  console.log(`Round ${round.number}: ${outcome}.`);
  if (outcome !== "released" && outcome !== "retry") await applyRetention({ projectId: round.projectId });
  return true;
}

async function run(): Promise<void> {
  const stopListening = await listen((event) => {
    if (!event || event.type === "round") wake.abort();
  });
  await ensureBaseModel(stopping.signal);
  console.log("The trainer waits for rounds.");
  while (!stopping.signal.aborted) {
    wake = new AbortController();
    const more = await work().catch((error: unknown) => {
      console.error(error);
      return false;
    });
    if (!more) await pause();
  }
  stopListening();
}

await run().catch((error: unknown) => {
  if (stopping.signal.aborted) return;
  console.error(error);
  process.exitCode = 1;
});
await db().$disconnect();
process.exit();
