import { totalmem } from "node:os";
import { listen } from "../../lib/events/listen.ts";
import { heartbeatSeconds, leaseSeconds } from "../../lib/jobs/lease.ts";
import { type ClaimedRound, maximumAttempts } from "../../lib/rounds/claim-round.ts";
import { failureSchema, type RoundFailure } from "../../lib/rounds/failure.ts";
import { finishRound } from "../../lib/rounds/finish-round.ts";
import { heartbeatRound } from "../../lib/rounds/heartbeat-round.ts";
import { releaseRound } from "../../lib/rounds/release-round.ts";
import { retryRound } from "../../lib/rounds/retry-round.ts";
import type { RoundEnd, RoundProcess } from "../engines/local.ts";

/** A child that holds more of the machine's memory than this is started anew from its checkpoint. */
const largestShare = 0.85;

/** Why the worker ended the child; null where the child ended by itself. */
type StopReason = "cancelled" | "stopping" | "lost" | "memory" | null;

export type Outcome = "ended" | "cancelled" | "released" | "retry" | "failed" | "lost";

/**
 * Sees a claimed round to its end: keeps the claim alive while a child process computes, passes on a cancellation,
 * watches its memory, and stores why it failed.
 *
 * @param stopping the worker is to end: the child is killed and the round given back
 */
export async function superviseRound(
  round: ClaimedRound,
  worker: string,
  start: (round: { roundId: string; worker: string }) => RoundProcess,
  stopping: AbortSignal,
): Promise<Outcome> {
  const roundId = round.id;
  if (round.cancelRequestedAt) {
    await finishRound({ roundId, worker, state: "cancelled" });
    return "cancelled";
  }
  if (round.attempts > maximumAttempts) {
    // It was left behind each time without a word: the machine or the worker went down with it.
    await retryRound({ roundId, worker, failure: crashFailure(null) });
    return "failed";
  }
  const child = start({ roundId, worker });
  let reason: StopReason = null;
  const stop = (because: StopReason) => {
    reason ??= because;
    child.kill();
  };
  const beat = createHeartbeat(roundId, worker, child, stop);
  const timer = setInterval(beat, heartbeatSeconds * 1000);
  const stopListening = await listen((event) => {
    if (!event || (event.type === "round" && event.id === roundId)) beat();
  });
  const onStopping = () => stop("stopping");
  if (stopping.aborted) onStopping();
  stopping.addEventListener("abort", onStopping);
  const end = await child.ended;
  clearInterval(timer);
  stopListening();
  stopping.removeEventListener("abort", onStopping);
  // The whole process group may be told to end: then the child can be gone before this process has heard of it.
  return await conclude(round, worker, stopping.aborted ? (reason ?? "stopping") : reason, end);
}

/** Beats one at a time: many events within a moment make one more. */
function createHeartbeat(
  roundId: string,
  worker: string,
  child: RoundProcess,
  stop: (because: StopReason) => void,
): () => void {
  let lastSuccess = Date.now();
  let beating: Promise<void> | null = null;
  let again = false;
  async function beatOnce(): Promise<void> {
    try {
      const status = await heartbeatRound({ roundId, worker });
      lastSuccess = Date.now();
      if (status === "lost") stop("lost");
      if (status === "cancelRequested") stop("cancelled");
    } catch (error) {
      console.warn(`Heartbeat: ${error instanceof Error ? error.message : error}`);
      // Before the lease is over and another worker may begin.
      if (Date.now() - lastSuccess > (leaseSeconds - heartbeatSeconds) * 1000) stop("lost");
    }
    const resident = await child.residentBytes();
    if (resident !== null && resident > largestShare * totalmem()) stop("memory");
  }
  return function beat() {
    if (beating) {
      again = true;
      return;
    }
    beating = beatOnce().finally(() => {
      beating = null;
      if (!again) return;
      again = false;
      beat();
    });
  };
}

async function conclude(round: ClaimedRound, worker: string, reason: StopReason, end: RoundEnd): Promise<Outcome> {
  const roundId = round.id;
  // It may have ended by itself just before it was to be stopped.
  if (end.code === 0) return "ended";
  if (reason === "lost") return "lost";
  if (reason === "cancelled") {
    await finishRound({ roundId, worker, state: "cancelled" });
    return "cancelled";
  }
  if (reason === "stopping") {
    await releaseRound({ roundId, worker, countsAsAttempt: false });
    return "released";
  }
  const said = failureSchema.safeParse(end.message);
  if (said.success && said.data.code !== "error") {
    // It would come to the same each time.
    await finishRound({ roundId, worker, state: "failed", failure: said.data });
    return "failed";
  }
  const failure = said.success ? said.data : reason === "memory" ? memoryFailure() : crashFailure(end);
  console.warn(`Round ${round.number}, attempt ${round.attempts}: ${failure.message}`);
  return (await retryRound({ roundId, worker, failure })) === "queued" ? "retry" : "failed";
}

function memoryFailure(): RoundFailure {
  return {
    code: "out_of_memory",
    message: `The round needed more than ${Math.round(100 * largestShare)} % of the machine's memory.`,
    causes: ["too many answers an update", "answers or prompts are very long", "too many blocks are trained"],
  };
}

function crashFailure(end: RoundEnd | null): RoundFailure {
  const words = end?.lastWords.trim().split("\n").at(-1)?.slice(0, 300);
  return {
    code: "crash",
    message: `The round's process ${end?.signal ? `was killed by ${end.signal}` : end ? `ended with status ${end.code}` : "went down"}.`,
    causes: [
      ...(end?.signal === "SIGKILL" ? ["the system ran out of memory and killed it"] : []),
      ...(words ? [`its last words: ${words}`] : []),
      "the trainer's log says more",
    ],
  };
}
