"use client";

import { useTranslations } from "next-intl";
import { Button } from "../button.tsx";

/** Stays at the lower edge while something is not saved. */
export function SaveBar({
  isEdited,
  isFaulty,
  pending,
  onSave,
  onReset,
}: {
  isEdited: boolean;
  isFaulty: boolean;
  pending: boolean;
  onSave: () => void;
  onReset: () => void;
}) {
  const t = useTranslations("shared.saveBar");
  if (!isEdited) return null;
  return (
    <section
      aria-label={t("unsavedChanges")}
      className="sticky bottom-3 z-20 mt-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-border bg-popover px-4 py-2.5 shadow-lg"
    >
      <span className={isFaulty ? "text-danger" : "text-muted"}>
        {isFaulty ? t("oneOfTheValuesIs") : t("notSavedYet")}
      </span>
      <span className="flex gap-2">
        <Button disabled={pending} onClick={onReset}>
          {t("discard")}
        </Button>
        <Button tone="primary" disabled={pending || isFaulty} onClick={onSave}>
          {pending ? t("saving") : t("save")}
        </Button>
      </span>
    </section>
  );
}
