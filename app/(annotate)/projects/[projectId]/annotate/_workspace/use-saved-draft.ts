import { useEffect, useState } from "react";
import type { AttentionClock } from "./attention.ts";
import { type Decision, draftOf } from "./decision.ts";
import { forgetLocally, keepLocally } from "./local-draft.ts";
import { post } from "./request.ts";
import type { OpenTask } from "./task.ts";

export type DraftState = "clean" | "saving" | "saved" | "kept-here";

const pauseMilliseconds = 600;

/**
 * Keeps a decision in the making: at once in the browser, after a short pause with the server, and when the page goes.
 * `task` null, or a decision that is still the `initial` one, saves nothing.
 */
export function useSavedDraft(
  task: OpenTask | null,
  decision: Decision | null,
  initial: Decision | null,
  clock: AttentionClock | null,
): DraftState {
  const [state, setState] = useState<DraftState>("clean");

  useEffect(() => {
    if (!task || !decision || !clock || decision === initial) {
      setState("clean");
      return;
    }
    const draft = draftOf(decision, clock.seconds());
    keepLocally(task.draftKey, draft);
    setState("saving");
    let pending = true;
    let current = true;
    const send = async (closing: boolean) => {
      pending = false;
      const answer = await post(`/api/annotate/tasks/${task.id}/draft`, draft, { keepalive: closing });
      if (!current) return;
      if (answer.outcome === "ok") forgetLocally(task.draftKey);
      setState(answer.outcome === "ok" ? "saved" : "kept-here");
    };
    const timer = setTimeout(() => void send(false), pauseMilliseconds);
    const leave = () => {
      if (pending) void send(true);
    };
    window.addEventListener("pagehide", leave);
    return () => {
      current = false;
      clearTimeout(timer);
      window.removeEventListener("pagehide", leave);
    };
  }, [task, decision, initial, clock]);

  return state;
}
