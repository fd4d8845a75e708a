import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { heartbeatSeconds } from "../../lib/jobs/lease.ts";
import type { ClaimedRound } from "../../lib/rounds/claim-round.ts";
import { failureSchema, type RoundFailure } from "../../lib/rounds/failure.ts";
import { finishRound } from "../../lib/rounds/finish-round.ts";
import { heartbeatRound } from "../../lib/rounds/heartbeat-round.ts";
import { releaseRound } from "../../lib/rounds/release-round.ts";
import { retryRound } from "../../lib/rounds/retry-round.ts";

export interface SupervisedRound {
  /** Looks at once whether the round was cancelled or lost. */
  check(): void;
  /** Ends the process; the round goes on at the next start of a worker. */
  stop(): void;
  /** Resolves once the round's process has ended and its row says so. */
  ended: Promise<void>;
}

/**
 * Runs a claimed round in a process of its own, since tensor work blocks its thread: here the lease is kept alive,
 * cancellation passed on, and what becomes of the round recorded.
 */
export function superviseRound({ id: roundId, cancelRequestedAt }: ClaimedRound, worker: string): SupervisedRound {
  let fate: "goes on" | "cancelled" | "lost" | "stopped" = cancelRequestedAt ? "cancelled" : "goes on";
  let failure: RoundFailure | null = null;
  const child = cancelRequestedAt ? null : launch(roundId, worker);
  child?.on("message", (message) => {
    failure = failureSchema.parse(message);
  });

  function end(how: typeof fate): void {
    if (fate !== "goes on") return;
    fate = how;
    // Stages go on from their last checkpoint, so there is nothing to wait for.
    child?.kill("SIGKILL");
  }

  async function check(): Promise<void> {
    if (fate !== "goes on") return;
    try {
      const { held, cancelRequested } = await heartbeatRound({ roundId, worker });
      if (!held) end("lost");
      else if (cancelRequested) end("cancelled");
    } catch (error) {
      // The lease outlives several missed heartbeats; the next may find the database again.
      console.error(`Heartbeat of round ${roundId}: ${(error as Error).message}`);
    }
  }

  async function conclude(status: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (fate === "lost" || (fate === "goes on" && status === 0)) return;
    if (fate === "cancelled") {
      await finishRound({ roundId, worker, state: "cancelled" });
    } else if (fate === "stopped") {
      await releaseRound({ roundId, worker, countsAsAttempt: false });
    } else if (failure && failure.code !== "error") {
      await finishRound({ roundId, worker, state: "failed", failure });
    } else {
      const next = await retryRound({ roundId, worker, failure: failure ?? crashed(status, signal) });
      console.error(`Round ${roundId} ended with ${signal ?? status}; it is ${next}.`);
    }
  }

  const timer = setInterval(() => void check(), heartbeatSeconds * 1000);
  const exit = child
    ? new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
        child.once("exit", (status, signal) => resolve([status, signal])),
      )
    : Promise.resolve<[null, null]>([null, null]);
  const ended = exit.then(([status, signal]) => conclude(status, signal)).finally(() => clearInterval(timer));
  return { check: () => void check(), stop: () => end("stopped"), ended };
}

function launch(roundId: string, worker: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "trainer/rounds/run.ts", roundId, worker], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

function crashed(status: number | null, signal: NodeJS.Signals | null): RoundFailure {
  return {
    code: "crash",
    message: `The round's process ended without a word (${signal ?? `status ${status}`}).`,
    causes: [
      "not enough memory: fewer top blocks, smaller batches or shorter answers need less",
      "somebody killed it: resume goes on from the last checkpoint",
    ],
  };
}
