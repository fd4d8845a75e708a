"use client";

import { Play, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RoundState } from "../../../../../../lib/generated/prisma/enums.ts";
import { ConfirmDialog } from "../../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { cancel, resume } from "../actions.ts";

/** Cancel while it runs, resume after it was stopped. */
export function RoundActions({
  projectId,
  roundId,
  number,
  state,
  isCancelling,
}: {
  projectId: string;
  roundId: string;
  number: number;
  state: RoundState;
  isCancelling: boolean;
}) {
  const t = useTranslations("research.roundActions");
  const { pending, run } = useAction();
  if (state === "queued" || state === "running") {
    return (
      <ConfirmDialog
        title={t("cancelRoundNumber", { number })}
        description={state === "queued" ? t("itHasNotStartedIt") : t("itStopsWithinSecondsWhat")}
        confirm={t("cancelRound")}
        cancel={t("letItRun")}
        trigger={
          <Button disabled={pending || isCancelling}>
            <Square aria-hidden />
            {isCancelling ? t("cancelling") : t("cancel")}
          </Button>
        }
        onConfirm={() =>
          run(() => cancel({ projectId, roundId }), {
            done: state === "queued" ? t("roundCancelled") : t("roundIsBeingCancelled"),
          })
        }
      />
    );
  }
  if (state === "failed" || state === "cancelled") {
    return (
      <Button
        tone="primary"
        disabled={pending}
        onClick={() => run(() => resume({ projectId, roundId }), { done: t("roundResumed") })}
      >
        <Play aria-hidden />
        {t("resume")}
      </Button>
    );
  }
  return null;
}
