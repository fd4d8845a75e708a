"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button, ButtonLink } from "./_components/button.tsx";
import { Logo } from "./_components/logo.tsx";

/** What stands in a page's place when rendering it failed. The reason is in the server's log, under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shared.errorPage");
  useEffect(() => console.error(error), [error]);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 text-center">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-tight">{t("title")}</h1>
      <p className="mt-2 max-w-md text-balance text-muted">
        {error.digest ? t("textDigest", { digest: error.digest }) : t("text")}
      </p>
      <div className="mt-6 flex gap-2">
        <Button tone="primary" size="large" onClick={reset}>
          {t("again")}
        </Button>
        <ButtonLink href="/" size="large">
          {t("start")}
        </ButtonLink>
      </div>
    </main>
  );
}
