"use client";

import { Button } from "../button.tsx";

/** Stays at the lower edge while something is not saved. */
export function SaveBar({
  isEdited,
  isFaulty,
  pending,
  onSave,
  onReset,
}: {
  isEdited: boolean;
  isFaulty: boolean;
  pending: boolean;
  onSave: () => void;
  onReset: () => void;
}) {
  if (!isEdited) return null;
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-3 z-20 mt-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-border bg-popover px-4 py-2.5 shadow-lg"
    >
      <span className={isFaulty ? "text-danger" : "text-muted"}>
        {isFaulty ? "One of the values is not right." : "Not saved yet."}
      </span>
      <span className="flex gap-2">
        <Button disabled={pending} onClick={onReset}>
          Discard
        </Button>
        <Button tone="primary" disabled={pending || isFaulty} onClick={onSave}>
          {pending ? "Saving …" : "Save"}
        </Button>
      </span>
    </section>
  );
}
