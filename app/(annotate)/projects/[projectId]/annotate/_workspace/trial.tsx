"use client";

import { GraduationCap } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { Button } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";

/**
 * Which of the trial tasks is in hand; null once they are done. Says so when the first task after them arrives: it comes
 * only to somebody who passed.
 */
export function useTrial(
  trial: { done: number; of: number } | null,
  submittedSince: number,
  /** A task, or none left: somebody who did not pass is refused instead. */
  goesOn: boolean,
): { number: number; of: number } | null {
  const t = useTranslations("annotate.trial");
  const done = (trial?.done ?? 0) + submittedSince;
  const isOver = trial !== null && done >= trial.of;
  const told = useRef(false);
  useEffect(() => {
    if (!isOver || !goesOn || told.current) return;
    told.current = true;
    toast.success(t("youPassedTheTrialTasks"), { duration: 10_000 });
  }, [isOver, goesOn, t]);
  return trial && !isOver ? { number: done + 1, of: trial.of } : null;
}

/** Before the first trial task: what they are for. */
export function TrialGate({ of, onBegin }: { of: number; onBegin: () => void }) {
  const t = useTranslations("annotate.trial");
  return (
    <EmptyState
      icon={GraduationCap}
      title={t("firstTrialTasks", { of })}
      action={
        <Button tone="primary" size="large" onClick={onBegin}>
          {t("begin")}
        </Button>
      }
    >
      <p>{t("theyShowWhetherTheGuideline")}</p>
      <p className="mt-2">{t("ifTheyGoWellThe")}</p>
    </EmptyState>
  );
}
