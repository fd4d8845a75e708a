"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { revokeToken } from "./actions.ts";

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const t = useTranslations("account.revokeToken");
  async function revoke() {
    const answer = await revokeToken({ tokenId });
    if (answer.ok) toast.success(t("revokedName", { name }));
    else toast.error(answer.message);
  }
  return (
    <ConfirmDialog
      title={t("revokeName", { name })}
      description={t("scriptsThatUseItAre")}
      confirm={t("revoke")}
      onConfirm={() => void revoke()}
      trigger={
        <Button tone="quiet" size="small" className="text-danger">
          {t("revoke")}
        </Button>
      }
    />
  );
}
