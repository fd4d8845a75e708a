"use client";

import { CloudOff, LogIn } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OutboxState } from "./outbox.ts";
import type { DraftState } from "./use-saved-draft.ts";

/** What is stored where. Quiet while all is well. */
export function SaveStatus({ outbox, draft }: { outbox: { state: OutboxState; count: number }; draft: DraftState }) {
  const t = useTranslations("annotate.saveStatus");
  if (outbox.state === "signed-out") {
    return (
      <a
        href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}
        className="inline-flex items-center gap-1.5 rounded-md bg-warning-soft px-2 py-1 text-sm text-warning underline"
      >
        <LogIn aria-hidden className="size-3.5" />
        {t("signedOut", { count: outbox.count })}
      </a>
    );
  }
  if (outbox.state === "waiting") {
    return (
      <span
        role="status"
        className="inline-flex items-center gap-1.5 rounded-md bg-warning-soft px-2 py-1 text-sm text-warning"
      >
        <CloudOff aria-hidden className="size-3.5" />
        {t("noConnection", { count: outbox.count })}
      </span>
    );
  }
  if (draft === "kept-here") {
    return (
      <span role="status" className="inline-flex items-center gap-1.5 text-sm text-warning">
        <CloudOff aria-hidden className="size-3.5" />
        {t("draftKeptInThisBrowser")}
      </span>
    );
  }
  const words = { clean: "", saving: t("saving"), saved: t("draftSaved"), "kept-here": "" }[draft];
  return <span className="hidden text-muted text-sm sm:inline">{words}</span>;
}
