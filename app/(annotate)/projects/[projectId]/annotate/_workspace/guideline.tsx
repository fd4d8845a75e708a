"use client";

import { X } from "lucide-react";
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
  const hasRoom = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(wide).matches,
    () => true,
  );
  if (!open) return null;
  const content = text.trim() ? (
    <Markdown text={text} className="text-base leading-6" />
  ) : (
    <p className="text-muted">This project has no guideline yet. Rank by what you would rather get yourself.</p>
  );
  if (!hasRoom) {
    return (
      <Sheet title="Guideline" open onOpenChange={onClose}>
        {content}
      </Sheet>
    );
  }
  return (
    <aside
      aria-label="Guideline"
      className="sticky top-11 h-[calc(100dvh-2.75rem)] w-88 shrink-0 overflow-y-auto border-l border-border bg-surface"
    >
      <header className="sticky top-0 flex items-center justify-between border-b border-border bg-surface py-1.5 pr-2 pl-5">
        <h2 className="font-semibold">Guideline</h2>
        <Button tone="quiet" size="icon" aria-label="Close the guideline" title="Close (O)" onClick={onClose}>
          <X />
        </Button>
      </header>
      <div className="px-5 pt-4 pb-40">{content}</div>
    </aside>
  );
}
