"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";

export function CommentDialog({
  comment,
  onComment,
  onClose,
}: {
  comment: string;
  onComment: (comment: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("annotate.commentDialog");
  const [text, setText] = useState(comment);
  const save = () => onComment(text.trim());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("comment")}
      description={t("goesWithYourRankingOne")}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button tone="primary" onClick={save}>
            {t("keepComment")}
          </Button>
        </>
      }
    >
      <Field label={t("yourComment")}>
        <Textarea
          rows={5}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && save()}
        />
      </Field>
    </Dialog>
  );
}
