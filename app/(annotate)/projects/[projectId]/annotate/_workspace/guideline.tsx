"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Sheet } from "../../../../../_components/dialog.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";

const wide = "(min-width: 64rem)";

function subscribe(listener: () => void) {
  const query = window.matchMedia(wide);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** The project's guideline: beside the task where there is room, else in a sheet above it. */
export function Guideline({ text, open, onClose }: { text: string; open: boolean; onClose: () => void }) {
  const t = useTranslations("annotate.guideline");
  const hasRoom = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(wide).matches,
    () => true,
  );
  if (!open) return null;
  const content = text.trim() ? (
    <Markdown text={text} className="text-base leading-6" />
  ) : (
    <p className="text-muted">{t("thisProjectHasNoGuideline")}</p>
  );
  if (!hasRoom) {
    return (
      <Sheet title={t("guideline")} open onOpenChange={onClose}>
        {content}
      </Sheet>
    );
  }
  return (
    <aside
      data-beside
      aria-label={t("guideline")}
      className="sticky top-11 h-[calc(100dvh-2.75rem)] w-88 shrink-0 overflow-y-auto border-l border-border bg-surface"
    >
      <header className="sticky top-0 flex items-center justify-between border-b border-border bg-surface py-1.5 pr-2 pl-5">
        <h2 className="font-semibold">{t("guideline")}</h2>
        <Button tone="quiet" size="icon" aria-label={t("closeTheGuideline")} title={t("closeO")} onClick={onClose}>
          <X />
        </Button>
      </header>
      <div className="px-5 pt-4 pb-40">{content}</div>
    </aside>
  );
}
