"use client";

import { type ReactNode, useState } from "react";
import { TaskTalk } from "./task-talk.tsx";

/** The same behind a line that opens: fetched only then. */
export function TaskTalkDetails({ taskId, summary }: { taskId: string; summary: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="rounded-lg border border-border bg-surface px-4 py-3"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer font-medium">{summary}</summary>
      <div className="mt-3 max-w-2xl">{open && <TaskTalk taskId={taskId} />}</div>
    </details>
  );
}
