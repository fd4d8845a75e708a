"use client";

import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { endAllSessions } from "./actions.ts";

export function SignOutEverywhere() {
  const t = useTranslations("account.signOutEverywhere");
  async function confirm() {
    const answer = await endAllSessions();
    if (answer.ok) await signOut({ callbackUrl: "/sign-in?reason=signed-out" });
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={t("question")}
      description={t("everySessionOfYoursEnds")}
      confirm={t("signOutEverywhere")}
      onConfirm={() => void confirm()}
      trigger={<Button>{t("signOutEverywhere")}</Button>}
    />
  );
}
