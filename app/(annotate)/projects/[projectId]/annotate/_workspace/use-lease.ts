import { useEffect } from "react";
import { toast } from "sonner";
import type { AttentionClock } from "./attention.ts";
import { post } from "./request.ts";
import type { OpenTask } from "./task.ts";

const shortestPauseMilliseconds = 30_000;

/** Keeps the task for somebody who is at work on it: extends the lease when a third of it is gone and they were active. */
export function useLease(task: OpenTask | null, clock: AttentionClock | null): void {
  const taskId = task?.id;
  const firstExpiry = task?.leaseExpiresAt;
  useEffect(() => {
    if (!taskId || !firstExpiry || !clock) return;
    let timer: ReturnType<typeof setTimeout>;
    const plan = (expiresAt: number) => {
      const since = performance.now();
      const pause = Math.max(shortestPauseMilliseconds, (expiresAt - Date.now()) / 3);
      timer = setTimeout(async () => {
        if (!clock.wasActiveSince(since)) return plan(expiresAt);
        const answer = await post<{ leaseExpiresAt: string }>(`/api/annotate/tasks/${taskId}/lease`, {});
        if (answer.outcome === "ok") return plan(Date.parse(answer.value!.leaseExpiresAt));
        if (answer.outcome === "unreachable") return plan(expiresAt);
        toast.info("Others may have taken this task over meanwhile. Submit all the same: your ranking is kept.");
      }, pause);
    };
    plan(Date.parse(firstExpiry));
    return () => clearTimeout(timer);
  }, [taskId, firstExpiry, clock]);
}
