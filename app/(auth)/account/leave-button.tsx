"use client";

import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { leaveForGood } from "./actions.ts";

export function LeaveButton() {
  const t = useTranslations("account.leaveButton");
  async function confirm() {
    const answer = await leaveForGood();
    if (answer.ok) await signOut({ callbackUrl: "/sign-in?reason=left" });
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={t("deleteYourAccount")}
      description={t("yourNameEMailAddress")}
      confirm={t("deleteMyAccount")}
      onConfirm={() => void confirm()}
      trigger={<Button className="text-danger">{t("deleteMyAccount")}</Button>}
    />
  );
}
