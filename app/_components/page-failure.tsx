"use client";

import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** A page that could not be made: what is known, what was kept, and how to try again. */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Notice tone="danger" title="This page could not be shown" action={<Button onClick={reset}>Try again</Button>}>
      Nothing was changed or lost. If it stays, look at the server's log
      {error.digest ? (
        <>
          {" "}
          for <code className="font-mono text-sm">{error.digest}</code>
        </>
      ) : null}
      .
    </Notice>
  );
}
