"use client";

import { ConfirmDialog } from "../../../_components/alert-dialog.tsx";
import { Button } from "../../../_components/button.tsx";
import { useAction } from "../../../_components/use-action.ts";
import { removeGroup } from "./actions.ts";

export function DeleteGroup({ groupId, name }: { groupId: string; name: string }) {
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      description="Its people lose the roles that it gives them, and tasks they hold there go back to the others. Accounts and rankings stay."
      confirm="Delete group"
      onConfirm={() => run(() => removeGroup({ groupId }), { done: `Deleted ${name}.` })}
      trigger={
        <Button tone="quiet" size="small" className="text-danger" disabled={pending} aria-label={`Delete ${name}`}>
          Delete
        </Button>
      }
    />
  );
}
