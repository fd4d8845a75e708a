"use client";

import { ReasonDialog } from "./reason-dialog.tsx";

const reasons = [
  "I do not know enough about this",
  "The conversation is not understandable",
  "It is upsetting to read",
  "I know the people or the case",
  "Something else",
] as const;

/** Why a task is skipped. The reason is stored with up to 500 characters. */
export function SkipDialog({ onSkip, onClose }: { onSkip: (reason: string) => void; onClose: () => void }) {
  return (
    <ReasonDialog
      title="Skip this task?"
      description="It goes to somebody else and does not come back to you. Nobody counts it against you."
      reasons={reasons}
      verb="Skip"
      noteLimit={400}
      onConfirm={(reason, note) => onSkip(note ? `${reason}: ${note}` : reason)}
      onClose={onClose}
    />
  );
}
