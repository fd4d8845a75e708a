"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../../../../_components/button.tsx";
import { NoteDialog } from "../note-dialog.tsx";
import { decide } from "./actions.ts";

/** Asks why a flagged task counts or, with `leavesOut`, does not. */
export function DecideDialog({
  projectId,
  taskId,
  text,
  leavesOut,
}: {
  projectId: string;
  taskId: string;
  /** The prompt, to tell the buttons of several tasks apart. */
  text: string;
  leavesOut: boolean;
}) {
  const t = useTranslations(`research.decideDialog.${leavesOut ? "leaveOut" : "keep"}`);
  return (
    <NoteDialog
      trigger={
        <Button size="small" aria-label={t("verbOf", { text: text.slice(0, 80) })}>
          {t("verbDots")}
        </Button>
      }
      title={t("title")}
      description={t("description")}
      verb={t("verb")}
      done={t("done")}
      decide={(note) => decide({ projectId, taskId, leavesOut, note })}
    />
  );
}
