"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { cancel } from "./actions.ts";

export function CancelTask({ projectId, taskId, heldBy }: { projectId: string; taskId: string; heldBy: number }) {
  const t = useTranslations("research.cancelTask");
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title={t("cancelThisTask")}
      description={heldBy > 0 ? t("someHaveItOpen", { heldBy }) : t("nobodyWillBeGivenIt")}
      confirm={t("cancelTask")}
      cancel={t("keepIt")}
      trigger={
        <Button size="small" tone="quiet" disabled={pending}>
          {t("cancel")}
        </Button>
      }
      onConfirm={() => run(() => cancel({ projectId, taskId }), { done: t("taskCancelled") })}
    />
  );
}
