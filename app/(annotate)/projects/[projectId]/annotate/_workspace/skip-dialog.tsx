"use client";

import { useTranslations } from "next-intl";
import { ReasonDialog } from "./reason-dialog.tsx";

export const upsetting = "It is upsetting to read";

/** By what is stored: the same for everybody, whatever language they read. */
const reasons = {
  "I do not know enough about this": "unknown",
  "The conversation is not understandable": "unclear",
  [upsetting]: "upsetting",
  "I know the people or the case": "involved",
  "Something else": "else",
} as const;

/** Why a task is skipped. The reason is stored with up to 500 characters. */
export function SkipDialog({ onSkip, onClose }: { onSkip: (reason: string) => void; onClose: () => void }) {
  const t = useTranslations("annotate.skipDialog");
  return (
    <ReasonDialog
      title={t("skipThisTask")}
      description={t("itGoesToSomebodyElse")}
      reasons={Object.entries(reasons).map(([value, name]) => ({ value, label: t(`reasons.${name}`) }))}
      verb={t("skip")}
      noteLimit={400}
      onConfirm={(reason, note) => onSkip(note ? `${reason}: ${note}` : reason)}
      onClose={onClose}
    />
  );
}
