"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "../../../../../_components/button.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { Notice } from "../../../../../_components/notice.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { accept } from "./actions.ts";

/** The form that somebody accepts before their first task. Leaving is as easy as agreeing. */
export function Consent({
  projectId,
  form: { id, version, text },
  home,
}: {
  projectId: string;
  form: { id: string; version: number; text: string };
  home: string;
}) {
  const t = useTranslations("annotate.consent");
  const router = useRouter();
  const [agreed, setAgreed] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, run } = useAction();
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("beforeYouBegin")}</h1>
      <p className="mt-1 text-muted">
        {version === 1 ? t("pleaseReadThisFirstYou") : t("pleaseReadThisFirstVersion", { version })}
      </p>
      <section
        aria-labelledby="consent-form"
        className="mt-5 rounded-xl border border-border bg-surface px-4 py-4 shadow-sm sm:px-6 sm:py-5"
      >
        <h2 id="consent-form" className="sr-only">
          {t("consentForm")}
        </h2>
        <Markdown text={text} className="reading" />
      </section>
      <div className="sticky bottom-0 -mx-4 mt-5 border-border border-t bg-background px-4 py-4 sm:mx-0 sm:px-0">
        {failure && (
          <Notice tone="warning" className="mb-3">
            {failure}
          </Notice>
        )}
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
            className="size-5 shrink-0 accent-(--accent)"
          />
          {t("iHaveReadThisAnd")}
        </label>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            tone="primary"
            size="large"
            disabled={!agreed || pending}
            onClick={() =>
              run(() => accept({ projectId, formId: id }), {
                onDone: () => router.refresh(),
                onFailure: ({ message }) => {
                  setFailure(message);
                  setAgreed(false);
                  router.refresh();
                },
              })
            }
          >
            {t("agreeAndBegin")}
          </Button>
          <ButtonLink href={home} size="large" tone="quiet">
            {t("notNow")}
          </ButtonLink>
        </div>
      </div>
    </>
  );
}
