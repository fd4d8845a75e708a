"use client";

import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { formatCounted } from "../../../../../_components/format-quantity.ts";
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
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { pending, run } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Leave out the work of ${name}?`}
      description={`${formatCounted(judgements, "judgement")} will no longer count in agreement and new dataset versions, and they get no more tasks here. Nothing is deleted: you can count it again at any time. Frozen versions stay as they are.`}
      trigger={<Button size="small">Leave out …</Button>}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="danger"
            disabled={pending || reason.trim() === ""}
            onClick={() =>
              run(() => exclude({ projectId, userId, reason }), {
                done: "Left out.",
                onDone: () => setOpen(false),
              })
            }
          >
            Leave out
          </Button>
        </>
      }
    >
      <Field label="Why" hint="Kept in the audit log, for whoever looks at it later.">
        <Textarea rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
