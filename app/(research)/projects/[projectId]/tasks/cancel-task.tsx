"use client";

import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { formatCounted } from "../../../../_components/format-quantity.ts";
import { useAction } from "../../../../_components/use-action.ts";
import { cancel } from "./actions.ts";

export function CancelTask({ projectId, taskId, heldBy }: { projectId: string; taskId: string; heldBy: number }) {
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title="Cancel this task?"
      description={
        heldBy > 0
          ? `${formatCounted(heldBy, "person has", "people have")} it open and will not be able to submit it. Rankings made so far stay. A cancelled task cannot be opened again; the prompt can be answered anew.`
          : "Nobody will be given it any more. Rankings made so far stay. A cancelled task cannot be opened again; the prompt can be answered anew."
      }
      confirm="Cancel task"
      cancel="Keep it"
      trigger={
        <Button size="small" tone="quiet" disabled={pending}>
          Cancel
        </Button>
      }
      onConfirm={() => run(() => cancel({ projectId, taskId }), { done: "Task cancelled." })}
    />
  );
}
