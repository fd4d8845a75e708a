"use client";

import { Undo2 } from "lucide-react";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { rollBack } from "./actions.ts";

/** Makes a version that was published before the active one again. */
export function RollBackButton({
  projectId,
  modelVersionId,
  name,
  activeName,
  isOlder,
}: {
  projectId: string;
  modelVersionId: string;
  name: string;
  activeName: string;
  isOlder: boolean;
}) {
  const { pending, run } = useAction();
  const verb = isOlder ? "Roll back" : "Roll forward";
  return (
    <ConfirmDialog
      tone="primary"
      title={`${verb} to ${name}?`}
      description={`${name} answers prompts from now on, and ${activeName} stops. Answers, tasks and rankings stay as they are, and so do the weights of ${activeName}: you can go back to it in the same way.`}
      confirm={`${verb} to ${name}`}
      trigger={
        <Button size="small" disabled={pending}>
          <Undo2 aria-hidden className={isOlder ? undefined : "-scale-x-100"} />
          {verb}
        </Button>
      }
      onConfirm={() =>
        run(() => rollBack({ projectId, modelVersionId }), {
          done: isOlder ? `Rolled back to ${name}.` : `Rolled forward to ${name}.`,
        })
      }
    />
  );
}
