"use client";

import { Play, Square } from "lucide-react";
import type { RoundState } from "../../../../../../lib/generated/prisma/enums.ts";
import { ConfirmDialog } from "../../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { cancel, resume } from "../actions.ts";

/** Cancel while it runs, resume after it was stopped. */
export function RoundActions({
  projectId,
  roundId,
  number,
  state,
  isCancelling,
}: {
  projectId: string;
  roundId: string;
  number: number;
  state: RoundState;
  isCancelling: boolean;
}) {
  const { pending, run } = useAction();
  if (state === "queued" || state === "running") {
    return (
      <ConfirmDialog
        title={`Cancel round ${number}?`}
        description={
          state === "queued"
            ? "It has not started. It can be resumed later; no ranking is lost."
            : "It stops within seconds. What it has learned up to its last checkpoint is kept, and it can be resumed from there. The active policy goes on serving."
        }
        confirm="Cancel round"
        cancel="Let it run"
        trigger={
          <Button disabled={pending || isCancelling}>
            <Square aria-hidden />
            {isCancelling ? "Cancelling …" : "Cancel"}
          </Button>
        }
        onConfirm={() =>
          run(() => cancel({ projectId, roundId }), {
            done: state === "queued" ? "Round cancelled." : "Round is being cancelled.",
          })
        }
      />
    );
  }
  if (state === "failed" || state === "cancelled") {
    return (
      <Button
        tone="primary"
        disabled={pending}
        onClick={() => run(() => resume({ projectId, roundId }), { done: "Round resumed." })}
      >
        <Play aria-hidden />
        Resume
      </Button>
    );
  }
  return null;
}
