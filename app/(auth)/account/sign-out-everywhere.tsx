"use client";

import { signOut } from "next-auth/react";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { endAllSessions } from "./actions.ts";

export function SignOutEverywhere() {
  async function confirm() {
    const answer = await endAllSessions();
    if (answer.ok) await signOut({ callbackUrl: "/sign-in?reason=signed-out" });
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      description="Every session of yours ends now, on this device and all others. What you submitted stays."
      confirm="Sign out everywhere"
      onConfirm={() => void confirm()}
      trigger={<Button>Sign out everywhere</Button>}
    />
  );
}
