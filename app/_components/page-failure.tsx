"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** A page that could not be made: what is known, what was kept, and how to try again. */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shared.pageFailure");
  return (
    <Notice tone="danger" title={t("thisPageCouldNotBe")} action={<Button onClick={reset}>{t("tryAgain")}</Button>}>
      {t("nothingWasChangedOrLost")}
      {error.digest ? (
        <>
          {" "}
          {t("for")} <code className="font-mono text-sm">{error.digest}</code>
        </>
      ) : null}
      .
    </Notice>
  );
}
