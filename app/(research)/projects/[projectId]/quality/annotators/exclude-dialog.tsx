"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
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
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { pending, run } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("leaveOutTheWorkOf", { name })}
      description={t("whatWillNotCount", { judgements })}
      trigger={<Button size="small">{t("leaveOutDots")}</Button>}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone="danger"
            disabled={pending || reason.trim() === ""}
            onClick={() =>
              run(() => exclude({ projectId, userId, reason }), {
                done: t("leftOut"),
                onDone: () => setOpen(false),
              })
            }
          >
            {t("leaveOut")}
          </Button>
        </>
      }
    >
      <Field label={t("why")} hint={t("keptInTheAuditLog")}>
        <Textarea rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
