"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../../../../_components/button.tsx";
import { NoteDialog } from "../note-dialog.tsx";
import { exclude } from "./actions.ts";

/** Asks why, says what follows, and leaves a person's work out. */
export function ExcludeDialog({
  projectId,
  userId,
  name,
  judgements,
}: {
  projectId: string;
  userId: string;
  name: string;
  judgements: number;
}) {
  const t = useTranslations("research.excludeDialog");
  return (
    <NoteDialog
      trigger={<Button size="small">{t("leaveOutDots")}</Button>}
      title={t("leaveOutTheWorkOf", { name })}
      description={t("whatWillNotCount", { judgements })}
      verb={t("leaveOut")}
      tone="danger"
      done={t("leftOut")}
      decide={(reason) => exclude({ projectId, userId, reason })}
    />
  );
}
