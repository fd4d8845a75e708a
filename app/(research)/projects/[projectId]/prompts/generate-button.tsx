"use client";

import { Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { generate } from "./actions.ts";

/** Has the active model answer the prompts named, or with null every prompt without an open task. */
export function GenerateButton({ projectId, promptIds }: { projectId: string; promptIds: string[] | null }) {
  const t = useTranslations("research.generateButton");
  const { pending, run } = useAction();
  const start = () =>
    run(() => generate({ projectId, promptIds }), {
      onDone: ({ prompts }) =>
        prompts === 0 ? toast.info(t("everyPromptHasAnOpen")) : toast.success(t("queued", { prompts })),
    });
  const button = (
    <Button disabled={pending} onClick={promptIds ? start : undefined}>
      <Sparkles aria-hidden />
      {t("generateAnswers")}
    </Button>
  );
  if (promptIds) return button;
  return (
    <ConfirmDialog
      tone="primary"
      title={t("generateAnswersQuestion")}
      description={t("theActiveModelAnswersEvery")}
      confirm={t("generateAnswers")}
      trigger={button}
      onConfirm={start}
    />
  );
}
