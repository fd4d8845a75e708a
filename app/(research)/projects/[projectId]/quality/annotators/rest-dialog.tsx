"use client";

import { useTranslations } from "next-intl";
import type { Suspicion } from "../../../../../../lib/quality/assessment.ts";
import { Button } from "../../../../../_components/button.tsx";
import { NoteDialog } from "../note-dialog.tsx";
import { dismiss } from "./actions.ts";

/** Asks what somebody found who looked at a reason, and lets it rest. */
export function RestDialog({
  projectId,
  userId,
  suspicion: { kind, sentence },
}: {
  projectId: string;
  userId: string;
  suspicion: Suspicion;
}) {
  const t = useTranslations("research.restDialog");
  return (
    <NoteDialog
      trigger={
        <Button size="small" tone="quiet" aria-label={t("letRestOf", { sentence })}>
          {t("letItRestDots")}
        </Button>
      }
      title={t("letThisRest")}
      description={t("itComesUpAgain", { sentence })}
      question={t("whatYouFound")}
      verb={t("letItRest")}
      done={t("rests")}
      decide={(note) => dismiss({ projectId, userId, kind, note })}
    />
  );
}
