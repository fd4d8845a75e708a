/**
 * The trainer: takes rounds from Postgres, one at a time, and runs each in a process of its own. Holds no tensors, so
 * that it answers at once while a round computes.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { listen } from "../lib/events/listen.ts";
import { claimRound } from "../lib/rounds/claim-round.ts";
import { startDueRounds } from "../lib/rounds/start-due-rounds.ts";
import { prepareBaseModel } from "./rounds/prepare-base-model.ts";
import { type SupervisedRound, superviseRound } from "./rounds/supervise-round.ts";

/** Without an event the rounds that time makes due are looked for this often. */
const lookEveryMilliseconds = 15_000;

const stop = new AbortController();
let current: SupervisedRound | null = null;
let wake: () => void = () => {};

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    stop.abort();
    current?.stop();
    wake();
  });
}

async function untilSomethingHappens(): Promise<void> {
  if (stop.signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lookEveryMilliseconds);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function runNextRound(): Promise<boolean> {
  const worker = `${hostname()} ${process.pid} ${randomUUID()}`;
  const round = await claimRound({ worker });
  if (!round) return false;
  console.log(`Round ${round.number} (${round.id}): attempt ${round.attempts}`);
  current = superviseRound(round, worker);
  if (stop.signal.aborted) current.stop();
  await current.ended;
  current = null;
  return true;
}

const stopListening = await listen((event) => {
  if (event !== null && event.type !== "round" && event.type !== "task") return;
  current?.check();
  wake();
});
try {
  await prepareBaseModel(stop.signal);
  console.log("The trainer is ready.");
  while (!stop.signal.aborted) {
    try {
      await startDueRounds();
      if (await runNextRound()) continue;
    } catch (error) {
      console.error(error);
    }
    await untilSomethingHappens();
  }
} catch (error) {
  if (!stop.signal.aborted) throw error;
} finally {
  stopListening();
}
process.exit(0);
