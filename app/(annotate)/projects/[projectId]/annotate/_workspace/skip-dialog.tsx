"use client";

import { useTranslations } from "next-intl";
import { ReasonDialog } from "./reason-dialog.tsx";

const reasons = [
  "I do not know enough about this",
  "The conversation is not understandable",
  "It is upsetting to read",
  "I know the people or the case",
  "Something else",
] as const;

/** Why a task is skipped. The reason is stored with up to 500 characters. */
export function SkipDialog({ onSkip, onClose }: { onSkip: (reason: string) => void; onClose: () => void }) {
  const t = useTranslations("annotate.skipDialog");
  return (
    <ReasonDialog
      title={t("skipThisTask")}
      description={t("itGoesToSomebodyElse")}
      reasons={reasons}
      verb="Skip"
      noteLimit={400}
      onConfirm={(reason, note) => onSkip(note ? `${reason}: ${note}` : reason)}
      onClose={onClose}
    />
  );
}
