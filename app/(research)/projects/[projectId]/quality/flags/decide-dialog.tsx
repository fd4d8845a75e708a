"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
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
  const shared = useTranslations("research.decideDialog");
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { pending, run } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      description={t("description")}
      trigger={
        <Button size="small" aria-label={t("verbOf", { text: text.slice(0, 80) })}>
          {t("verbDots")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{shared("cancel")}</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={pending || note.trim() === ""}
            onClick={() =>
              run(() => decide({ projectId, taskId, leavesOut, note }), {
                done: t("done"),
                onDone: () => {
                  setOpen(false);
                  setNote("");
                },
              })
            }
          >
            {t("verb")}
          </Button>
        </>
      }
    >
      <Field label={shared("why")} hint={shared("keptInTheAuditLog")}>
        <Textarea rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}
