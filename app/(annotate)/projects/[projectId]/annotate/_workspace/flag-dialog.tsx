"use client";

import { useTranslations } from "next-intl";
import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import { flagReasons } from "../../../../../_components/flag-reasons.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Why somebody should look at an answer, or with `letter` null at the whole task. The ranking counts all the same. */
export function FlagDialog({
  letter,
  flag,
  onFlag,
  onClose,
}: {
  letter: string | null;
  /** The one there is already. */
  flag: Flag | undefined;
  onFlag: (flag: { reason: string; note: string } | null) => void;
  onClose: () => void;
}) {
  const t = useTranslations("annotate.flagDialog");
  const reasons = useTranslations("shared.flagReasons");
  return (
    <ReasonDialog
      title={letter === null ? t("flagThisTask") : t("flagAnswerLetter", { letter })}
      description={t("somebodyWillLookAtIt")}
      reasons={Object.entries(flagReasons).map(([value, name]) => ({ value, label: reasons(name) }))}
      verb={t("flag")}
      noteLimit={2000}
      initial={flag}
      onRemove={() => onFlag(null)}
      onConfirm={(reason, note) => onFlag({ reason, note })}
      onClose={onClose}
    />
  );
}
