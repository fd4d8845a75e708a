"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** A page that could not be made: what is known, what was kept, and how to try again. */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shared.pageFailure");
  return (
    <Notice tone="danger" title={t("thisPageCouldNotBe")} action={<Button onClick={reset}>{t("tryAgain")}</Button>}>
      {error.digest
        ? t.rich("nothingLostDigest", {
            digest: error.digest,
            code: (chunks) => <code className="font-mono text-sm">{chunks}</code>,
          })
        : t("nothingLost")}
    </Notice>
  );
}
