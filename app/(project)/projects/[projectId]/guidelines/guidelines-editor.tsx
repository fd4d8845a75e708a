"use client";

import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { Textarea } from "../../../../_components/input.tsx";
import { Markdown } from "../../../../_components/markdown.tsx";
import { SaveBar } from "../../../../_components/settings-form/save-bar.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { saveGuidelines } from "./actions.ts";

/** Markdown at the left, what annotators will read at the right. */
export function GuidelinesEditor({ projectId, guidelines }: { projectId: string; guidelines: string }) {
  const t = useTranslations("projectPages.guidelinesEditor");
  const [text, setText] = useState(guidelines);
  const { pending, run } = useAction();
  return (
    <>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("text")} description={t("markdownHeadingBoldListQuote")}>
          <Textarea
            aria-label={t("guidelinesInMarkdown")}
            rows={24}
            maxLength={100_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-y font-mono text-sm"
          />
        </Card>
        <Card title={t("asAnnotatorsReadIt")} description={t("besideEveryTaskOneKey")}>
          {text.trim() ? (
            <>
              <h3 className="sr-only">{t("guidelines")}</h3>
              <Markdown text={text} className="reading" />
            </>
          ) : (
            <EmptyState icon={FileText} title={t("nothingWrittenYet")}>
              {t("sayWhatCountsMostWhat")}
            </EmptyState>
          )}
        </Card>
      </div>
      <SaveBar
        isEdited={text !== guidelines}
        isFaulty={false}
        pending={pending}
        onSave={() => run(() => saveGuidelines({ projectId, guidelines: text }), { done: t("guidelinesSaved") })}
        onReset={() => setText(guidelines)}
      />
    </>
  );
}
