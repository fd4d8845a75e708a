"use client";

import { FileCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsentVersion } from "../../../../../lib/quality/consent.ts";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Badge } from "../../../../_components/badge.tsx";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { Textarea } from "../../../../_components/input.tsx";
import { Markdown } from "../../../../_components/markdown.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { publishConsent } from "./actions.ts";

/** What people agree to before their first task. Each change is a new version that asks everybody again. */
export function ConsentForm({ projectId, versions }: { projectId: string; versions: ConsentVersion[] }) {
  const t = useTranslations("admin.consentForm");
  const current = versions[0]?.text ?? "";
  const [text, setText] = useState(current);
  const { pending, run } = useAction();
  const isEdited = text.trim() !== current;
  const asksNothing = text.trim() === "";
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("consentForm")} description={t("shownBeforeTheFirstTask")}>
          <Textarea
            aria-label={t("consentFormInMarkdown")}
            rows={18}
            maxLength={50_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-y font-mono text-sm"
          />
          <div className="mt-3 flex flex-wrap gap-2">
            <ConfirmDialog
              tone="primary"
              title={asksNothing ? t("askForNothingAnyMore") : t("publishThisVersion")}
              description={asksNothing ? t("peopleGetTasksWithoutA") : t("everybodyIsAskedAgainBefore")}
              confirm={asksNothing ? t("askNothing") : t("publish")}
              cancel={t("goOnEditing")}
              trigger={
                <Button tone="primary" disabled={!isEdited || pending}>
                  {asksNothing && isEdited
                    ? t("askNothingAnyMore")
                    : t("publishVersion", { version: (versions[0]?.version ?? 0) + 1 })}
                </Button>
              }
              onConfirm={() => run(() => publishConsent({ projectId, text }), { done: t("consentFormPublished") })}
            />
            {isEdited && (
              <Button tone="quiet" onClick={() => setText(current)}>
                {t("discardChanges")}
              </Button>
            )}
          </div>
        </Card>
        <Card title={t("asAnnotatorsReadIt")}>
          {asksNothing ? (
            <EmptyState icon={FileCheck} title={t("nothingIsAsked")}>
              {t("sayWhatTheWorkIs")}
            </EmptyState>
          ) : (
            <>
              <h3 className="sr-only">{t("consentForm")}</h3>
              <Markdown text={text} className="reading" />
            </>
          )}
        </Card>
      </div>
      {versions.length > 0 && (
        <Card title={t("versions")} flush>
          <ul className="divide-y divide-border">
            {versions.map(({ id, version, createdAt, endedAt, acceptances, text: words }) => (
              <li key={id} className="px-4 py-2.5">
                <details>
                  <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="font-medium">{t("versionNumber", { version })}</span>
                    {!endedAt && <Badge tone="good">{t("countsNow")}</Badge>}
                    {words === "" && <Badge>{t("asksNothing")}</Badge>}
                    <span className="text-muted text-sm">
                      {t.rich("agreedTo", { acceptances, time: () => <TimeAgo date={createdAt} /> })}
                    </span>
                  </summary>
                  {words && <Markdown text={words} className="reading mt-3" />}
                </details>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
