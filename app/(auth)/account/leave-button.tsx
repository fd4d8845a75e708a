"use client";

import { signOut } from "next-auth/react";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { leaveForGood } from "./actions.ts";

export function LeaveButton() {
  async function confirm() {
    const answer = await leaveForGood();
    if (answer.ok) await signOut({ callbackUrl: "/sign-in?reason=left" });
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title="Delete your account?"
      description="Your name, e-mail address, password, sessions, tokens and drafts are deleted, and you lose every role. What you judged stays, under a pseudonym. This cannot be undone."
      confirm="Delete my account"
      onConfirm={() => void confirm()}
      trigger={<Button className="text-danger">Delete my account</Button>}
    />
  );
}
