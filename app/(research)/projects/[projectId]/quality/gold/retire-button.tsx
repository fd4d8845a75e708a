"use client";

import { ConfirmDialog } from "../../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { retire } from "../_expert/actions.ts";

export function RetireButton({ projectId, taskId, text }: { projectId: string; taskId: string; text: string }) {
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title="Retire this gold task?"
      description="Nobody is given it any more. What people answered stays and counts. You can make a new one of the same task."
      confirm="Retire"
      cancel="Keep it"
      trigger={
        <Button size="small" tone="quiet" disabled={pending} aria-label={`Retire: ${text.slice(0, 60)}`}>
          Retire
        </Button>
      }
      onConfirm={() => run(() => retire({ projectId, taskId }), { done: "Gold task retired." })}
    />
  );
}
