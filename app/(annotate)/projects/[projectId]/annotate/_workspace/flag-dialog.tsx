"use client";

import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

const reasons = ["Harmful", "Personal data", "False and misleading", "Broken or cut off", "Something else"] as const;

/** Why somebody should look at an answer, or with `letter` null at the whole task. The ranking counts all the same. */
export function FlagDialog({
  letter,
  flag,
  onFlag,
  onClose,
}: {
  letter: string | null;
  /** The one there is already. */
  flag: Flag | undefined;
  onFlag: (flag: { reason: string; note: string } | null) => void;
  onClose: () => void;
}) {
  return (
    <ReasonDialog
      title={letter === null ? "Flag this task" : `Flag answer ${letter}`}
      description="Somebody will look at it. You can rank it all the same."
      reasons={reasons}
      verb="Flag"
      noteLimit={2000}
      initial={flag}
      onRemove={() => onFlag(null)}
      onConfirm={(reason, note) => onFlag({ reason, note })}
      onClose={onClose}
    />
  );
}
