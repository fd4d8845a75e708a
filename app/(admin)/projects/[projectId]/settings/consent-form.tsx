"use client";

import { FileCheck } from "lucide-react";
import { useState } from "react";
import type { ConsentVersion } from "../../../../../lib/quality/consent.ts";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Badge } from "../../../../_components/badge.tsx";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { formatCounted } from "../../../../_components/format-quantity.ts";
import { Textarea } from "../../../../_components/input.tsx";
import { Markdown } from "../../../../_components/markdown.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { publishConsent } from "./actions.ts";

/** What people agree to before their first task. Each change is a new version that asks everybody again. */
export function ConsentForm({ projectId, versions }: { projectId: string; versions: ConsentVersion[] }) {
  const current = versions[0]?.text ?? "";
  const [text, setText] = useState(current);
  const { pending, run } = useAction();
  const isEdited = text.trim() !== current;
  const asksNothing = text.trim() === "";
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card
          title="Consent form"
          description="Shown before the first task; nobody gets one without agreeing. Empty: nothing is asked. Markdown."
        >
          <Textarea
            aria-label="Consent form in Markdown"
            rows={18}
            maxLength={50_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-y font-mono text-sm"
          />
          <div className="mt-3 flex flex-wrap gap-2">
            <ConfirmDialog
              title={asksNothing ? "Ask for nothing any more?" : "Publish this version?"}
              description={
                asksNothing
                  ? "People get tasks without a form from now on. Who agreed to earlier versions stays on record."
                  : "Everybody is asked again before their next task. Earlier versions, and who agreed to them, stay on record."
              }
              confirm={asksNothing ? "Ask nothing" : "Publish"}
              cancel="Go on editing"
              trigger={
                <Button tone="primary" disabled={!isEdited || pending}>
                  {asksNothing && isEdited
                    ? "Ask nothing any more"
                    : `Publish version ${(versions[0]?.version ?? 0) + 1}`}
                </Button>
              }
              onConfirm={() => run(() => publishConsent({ projectId, text }), { done: "Consent form published." })}
            />
            {isEdited && (
              <Button tone="quiet" onClick={() => setText(current)}>
                Discard changes
              </Button>
            )}
          </div>
        </Card>
        <Card title="As annotators read it">
          {asksNothing ? (
            <EmptyState icon={FileCheck} title="Nothing is asked">
              Say what the work is for, what is kept about people and for how long, and that they may stop at any time.
            </EmptyState>
          ) : (
            <>
              <h3 className="sr-only">Consent form</h3>
              <Markdown text={text} className="reading" />
            </>
          )}
        </Card>
      </div>
      {versions.length > 0 && (
        <Card title="Versions" flush>
          <ul className="divide-y divide-border">
            {versions.map(({ id, version, createdAt, endedAt, acceptances, text: words }) => (
              <li key={id} className="px-4 py-2.5">
                <details>
                  <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="font-medium">Version {version}</span>
                    {!endedAt && <Badge tone="good">counts now</Badge>}
                    {words === "" && <Badge>asks nothing</Badge>}
                    <span className="text-muted text-sm">
                      agreed to by {formatCounted(acceptances, "person", "people")} · <TimeAgo date={createdAt} />
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
