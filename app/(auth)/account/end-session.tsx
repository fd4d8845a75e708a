"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { endSession } from "./actions.ts";

export function EndSession({ sessionId, name }: { sessionId: string; name: string }) {
  const t = useTranslations("account.endSession");
  async function end() {
    const answer = await endSession({ sessionId });
    if (answer.ok) toast.success(t("signedOutOfName", { name }));
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={t("signOutOfName", { name })}
      description={t("whoeverUsesThatBrowserHas")}
      confirm={t("signOut")}
      onConfirm={() => void end()}
      trigger={
        <Button tone="quiet" size="small" className="text-danger">
          {t("signOut")}
        </Button>
      }
    />
  );
}
