"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { setArchived } from "./actions.ts";

/** Puts the project away, or takes it back. */
export function ArchiveCard({ projectId, name, archived }: { projectId: string; name: string; archived: boolean }) {
  const t = useTranslations("admin.archiveCard");
  const { pending, run } = useAction();
  return (
    <Card
      title={archived ? t("thisProjectIsArchived") : t("archiveThisProject")}
      description={archived ? t("restoreItAndPeopleGet") : t("nobodyGetsTasksAnyMore")}
    >
      {archived ? (
        <Button
          tone="primary"
          disabled={pending}
          onClick={() => run(() => setArchived({ projectId, archived: false }), { done: t("projectRestored") })}
        >
          {t("restore")}
        </Button>
      ) : (
        <ConfirmDialog
          title={t("archiveName", { name })}
          description={t("peopleLoseTheTasksThey")}
          confirm={t("archive")}
          trigger={<Button disabled={pending}>{t("archiveAsks")}</Button>}
          onConfirm={() => run(() => setArchived({ projectId, archived: true }), { done: t("projectArchived") })}
        />
      )}
    </Card>
  );
}
