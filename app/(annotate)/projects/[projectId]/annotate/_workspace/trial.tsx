"use client";

import { GraduationCap } from "lucide-react";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { Button } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { formatCounted } from "../../../../../_components/format-quantity.ts";

/**
 * Which of the trial tasks is in hand; null once they are done. Says so when the first task after them arrives: it comes
 * only to somebody who passed.
 */
export function useTrial(
  trial: { done: number; of: number } | null,
  submittedSince: number,
  hasTask: boolean,
): { number: number; of: number } | null {
  const done = (trial?.done ?? 0) + submittedSince;
  const isOver = trial !== null && done >= trial.of;
  const told = useRef(false);
  useEffect(() => {
    if (!isOver || !hasTask || told.current) return;
    told.current = true;
    toast.success("You passed the trial tasks. From here on your judgements count.", { duration: 10_000 });
  }, [isOver, hasTask]);
  return trial && !isOver ? { number: done + 1, of: trial.of } : null;
}

/** Before the first trial task: what they are for. */
export function TrialGate({ of, onBegin }: { of: number; onBegin: () => void }) {
  return (
    <EmptyState
      icon={GraduationCap}
      title={`First, ${formatCounted(of, "trial task")}`}
      action={
        <Button tone="primary" size="large" onClick={onBegin}>
          Begin
        </Button>
      }
    >
      <p>
        They show whether the guideline is clear to you: the answers to them are known. Read the guideline once, then
        judge as it says, and take your time.
      </p>
      <p className="mt-2">If they go well, the real tasks follow by themselves.</p>
    </EmptyState>
  );
}
