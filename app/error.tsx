"use client";

import { useEffect } from "react";
import { Button, ButtonLink } from "./_components/button.tsx";
import { Logo } from "./_components/logo.tsx";

/** What stands in a page's place when rendering it failed. The reason is in the server's log, under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error]);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 text-center">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-tight">This page did not load</h1>
      <p className="mt-2 max-w-md text-balance text-muted">
        Something failed on our side. What you submitted before is stored. Try again; if it stays, an admin finds the
        reason in the server’s log{error.digest ? ` under ${error.digest}` : ""}.
      </p>
      <div className="mt-6 flex gap-2">
        <Button tone="primary" size="large" onClick={reset}>
          Try again
        </Button>
        <ButtonLink href="/" size="large">
          Start page
        </ButtonLink>
      </div>
    </main>
  );
}
