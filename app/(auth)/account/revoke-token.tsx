"use client";

import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { revokeToken } from "./actions.ts";

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  async function revoke() {
    const answer = await revokeToken({ tokenId });
    if (answer.ok) toast.success(`Revoked ${name}.`);
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      description="Scripts that use it are refused from now on. This cannot be undone; you can create another token."
      confirm="Revoke"
      onConfirm={() => void revoke()}
      trigger={
        <Button tone="quiet" size="small" className="text-danger">
          Revoke
        </Button>
      }
    />
  );
}
