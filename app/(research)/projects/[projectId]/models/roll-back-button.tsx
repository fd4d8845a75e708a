"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { rollBack } from "./actions.ts";

/** Makes a version that was published before the active one again. */
export function RollBackButton({
  projectId,
  modelVersionId,
  name,
  activeName,
  isOlder,
}: {
  projectId: string;
  modelVersionId: string;
  name: string;
  activeName: string;
  isOlder: boolean;
}) {
  const t = useTranslations("research.rollBackButton");
  const { pending, run } = useAction();
  const verb = isOlder ? t("rollBack") : t("rollForward");
  return (
    <ConfirmDialog
      tone="primary"
      title={t("verbToName", { verb, name })}
      description={t("nameAnswersPromptsFromNow", { name, activeName })}
      confirm={t("actToName", { verb, name })}
      trigger={
        <Button size="small" disabled={pending}>
          <Undo2 aria-hidden className={isOlder ? undefined : "-scale-x-100"} />
          {verb}
        </Button>
      }
      onConfirm={() =>
        run(() => rollBack({ projectId, modelVersionId }), {
          done: isOlder ? t("rolledBackToName", { name }) : t("rolledForwardToName", { name }),
        })
      }
    />
  );
}
