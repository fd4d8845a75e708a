"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../_components/alert-dialog.tsx";
import { Button } from "../../../_components/button.tsx";
import { useAction } from "../../../_components/use-action.ts";
import { removeGroup } from "./actions.ts";

export function DeleteGroup({ groupId, name }: { groupId: string; name: string }) {
  const t = useTranslations("admin.deleteGroup");
  const { pending, run } = useAction();
  return (
    <ConfirmDialog
      title={t("question", { name })}
      description={t("itsPeopleLoseTheRoles")}
      confirm={t("deleteGroup")}
      onConfirm={() => run(() => removeGroup({ groupId }), { done: t("deletedName", { name }) })}
      trigger={
        <Button
          tone="quiet"
          size="small"
          className="text-danger"
          disabled={pending}
          aria-label={t("deleteName", { name })}
        >
          {t("delete")}
        </Button>
      }
    />
  );
}
