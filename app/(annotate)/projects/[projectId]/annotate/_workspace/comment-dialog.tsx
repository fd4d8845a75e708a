"use client";

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
  const [text, setText] = useState(comment);
  const save = () => onComment(text.trim());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Comment"
      description="Goes with your ranking. One sentence on why is plenty."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="primary" onClick={save}>
            Keep comment
          </Button>
        </>
      }
    >
      <Field label="Your comment">
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
