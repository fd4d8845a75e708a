"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Suspicion } from "../../../../../../lib/quality/assessment.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
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
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { pending, run } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("letThisRest")}
      description={t("itComesUpAgain", { sentence })}
      trigger={
        <Button size="small" tone="quiet" aria-label={t("letRestOf", { sentence })}>
          {t("letItRestDots")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={pending || note.trim() === ""}
            onClick={() =>
              run(() => dismiss({ projectId, userId, kind, note }), {
                done: t("rests"),
                onDone: () => setOpen(false),
              })
            }
          >
            {t("letItRest")}
          </Button>
        </>
      }
    >
      <Field label={t("whatYouFound")} hint={t("keptInTheAuditLog")}>
        <Textarea rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}
