"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ActionResult } from "../../../../_actions/perform.ts";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Textarea } from "../../../../_components/input.tsx";
import { useAction } from "../../../../_components/use-action.ts";

/** Asks for the note without which something about people's work is not decided, and decides it. */
export function NoteDialog({
  trigger,
  title,
  description,
  question,
  verb,
  tone = "primary",
  done,
  decide,
}: {
  trigger: ReactNode;
  title: string;
  description: string;
  /** What the note answers; "Why" unless it is something else. */
  question?: string;
  verb: string;
  tone?: "primary" | "danger";
  /** Said once it is decided. */
  done: string;
  decide: (note: string) => Promise<ActionResult>;
}) {
  const t = useTranslations("research.noteDialog");
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { pending, run } = useAction();
  const onDone = () => {
    setOpen(false);
    setNote("");
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={trigger}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone={tone}
            disabled={pending || note.trim() === ""}
            onClick={() => run(() => decide(note), { done, onDone })}
          >
            {verb}
          </Button>
        </>
      }
    >
      <Field label={question ?? t("why")} hint={t("keptInTheAuditLog")}>
        <Textarea rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}
