"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { retire } from "../_expert/actions.ts";

export function RetireButton({ projectId, taskId, text }: { projectId: string; taskId: string; text: string }) {
  const t = useTranslations("research.retireButton");
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title={t("retireThisGoldTask")}
      description={t("nobodyIsGivenItAny")}
      confirm={t("retire")}
      cancel={t("keepIt")}
      trigger={
        <Button
          size="small"
          tone="quiet"
          disabled={pending}
          aria-label={t("retireValue", { value: text.slice(0, 60) })}
        >
          {t("retire")}
        </Button>
      }
      onConfirm={() => run(() => retire({ projectId, taskId }), { done: t("goldTaskRetired") })}
    />
  );
}
