import { useEffect, useState } from "react";
import type { AttentionClock } from "./attention.ts";
import { post } from "./request.ts";
import type { OpenTask } from "./task.ts";

const shortestPauseMilliseconds = 30_000;

/** Until when a task is kept for the person at work on it; milliseconds since 1970. `lost`: others have taken it over. */
export type Lease = { state: "held"; expiresAt: number } | { state: "lost" };

/** Keeps the task for somebody who is at work on it: extends the lease when a third of it is gone and they were active. */
export function useLease(task: OpenTask | null, clock: AttentionClock | null): Lease | null {
  const taskId = task?.id;
  const firstExpiry = task?.leaseExpiresAt;
  const [latest, setLatest] = useState<{ taskId: string; lease: Lease } | null>(null);
  useEffect(() => {
    if (!taskId || !firstExpiry || !clock) return;
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const plan = (expiresAt: number) => {
      const since = performance.now();
      const pause = Math.max(shortestPauseMilliseconds, (expiresAt - Date.now()) / 3);
      timer = setTimeout(async () => {
        if (!clock.wasActiveSince(since)) return plan(expiresAt);
        const answer = await post<{ leaseExpiresAt: string }>(`/api/annotate/tasks/${taskId}/lease`, {});
        if (stopped) return;
        if (answer.outcome === "unreachable") return plan(expiresAt);
        if (answer.outcome === "refused") return setLatest({ taskId, lease: { state: "lost" } });
        const extended = Date.parse(answer.value!.leaseExpiresAt);
        setLatest({ taskId, lease: { state: "held", expiresAt: extended } });
        plan(extended);
      }, pause);
    };
    plan(Date.parse(firstExpiry));
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [taskId, firstExpiry, clock]);
  if (!taskId || !firstExpiry) return null;
  return latest?.taskId === taskId ? latest.lease : { state: "held", expiresAt: Date.parse(firstExpiry) };
}
