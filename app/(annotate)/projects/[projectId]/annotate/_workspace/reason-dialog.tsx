"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";

/** Asks for a reason out of a few, with a note; `verb` stands on its button. */
export function ReasonDialog({
  title,
  description,
  reasons,
  verb,
  noteLimit,
  initial,
  onRemove,
  onConfirm,
  onClose,
}: {
  title: string;
  description: string;
  /** What is stored and what is read; the last one needs a note. */
  reasons: readonly { value: string; label: string }[];
  verb: string;
  /** Longest note, in characters. */
  noteLimit: number;
  initial?: { reason: string; note: string };
  /** Takes back what `initial` says. */
  onRemove?: () => void;
  onConfirm: (reason: string, note: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("annotate.reasonDialog");
  const [reason, setReason] = useState(initial?.reason ?? "");
  const [note, setNote] = useState(initial?.note ?? "");

  const needsNote = reason === reasons.at(-1)!.value;

  function confirm(event: FormEvent) {
    event.preventDefault();
    onConfirm(reason, note.trim());
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          {initial && onRemove && (
            <Button tone="quiet" onClick={onRemove} className="mr-auto text-danger">
              {t("removeFlag")}
            </Button>
          )}
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form="reason" tone="primary">
            {verb}
          </Button>
        </>
      }
    >
      <form id="reason" onSubmit={confirm} className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t("reason")}</legend>
          {reasons.map(({ value, label }) => (
            <label
              key={value}
              className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover has-checked:bg-accent-soft pointer-coarse:min-h-11"
            >
              <input
                type="radio"
                required
                name="reason"
                value={value}
                checked={reason === value}
                onChange={() => setReason(value)}
                className="size-4 accent-(--accent)"
              />
              {label}
            </label>
          ))}
        </fieldset>
        <Field label={t("note")} optional={!needsNote}>
          <Textarea
            rows={3}
            maxLength={noteLimit}
            required={needsNote}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
