"use client";

import { useTranslations } from "next-intl";
import type { InvitationLine } from "../../../lib/auth/list-people.ts";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { Card } from "../../_components/card.tsx";
import { DateTime } from "../../_components/date-time.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
import { useAction } from "../../_components/use-action.ts";
import { withdrawInvitation } from "./actions.ts";

/** Links that somebody may still use. */
export function OpenInvitations({
  projectId,
  invitations,
}: {
  projectId: string | null;
  invitations: InvitationLine[];
}) {
  const t = useTranslations("admin.openInvitations");
  const { pending, run } = useAction();
  if (invitations.length === 0) return null;
  return (
    <Card title={t("openInvitations")} flush>
      <ul className="divide-y divide-border">
        {invitations.map(({ id, email, role, invitedBy, createdAt, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <span className="min-w-0">
              <span className="block truncate">
                {email ?? t("anybodyWithTheLink")} <span className="text-muted">{t("asRole", { role })}</span>
              </span>
              <span className="block text-muted text-sm">
                {t.rich("madeBy", {
                  name: invitedBy,
                  made: () => <TimeAgo date={createdAt} />,
                  end: () => <DateTime date={expiresAt} withTime={false} />,
                })}
              </span>
            </span>
            <ConfirmDialog
              title={t("withdrawThisInvitation")}
              description={t("itsLinkStopsWorkingYou")}
              confirm={t("withdraw")}
              trigger={
                <Button size="small" tone="quiet" disabled={pending}>
                  {t("withdraw")}
                </Button>
              }
              onConfirm={() =>
                run(() => withdrawInvitation({ projectId, invitationId: id }), { done: t("invitationWithdrawn") })
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
