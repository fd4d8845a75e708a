"use client";

import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { endSession } from "./actions.ts";

export function EndSession({ sessionId, name }: { sessionId: string; name: string }) {
  async function end() {
    const answer = await endSession({ sessionId });
    if (answer.ok) toast.success(`Signed out of ${name}.`);
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={`Sign out of ${name}?`}
      description="Whoever uses that browser has to sign in again. Work not sent from there yet waits until then."
      confirm="Sign out"
      onConfirm={() => void end()}
      trigger={
        <Button tone="quiet" size="small" className="text-danger">
          Sign out
        </Button>
      }
    />
  );
}
