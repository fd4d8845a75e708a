"use client";

import { Fragment } from "react";
import { Dialog } from "../../../../../_components/dialog.tsx";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";
import { SwitchField } from "../../../../../_components/switch.tsx";

const keys: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["1", "…", "9"], does: "Place the answers, best first. The last one follows by itself." },
  { keys: ["A", "…", "I"], does: "The same, by letter. The key of a placed answer takes it off." },
  { keys: ["="], does: "Next answer ties with the one before; when all are placed: the one in focus ties or unties." },
  { keys: ["←", "→"], does: "Move the answer in focus one place better or worse." },
  { keys: ["↑", "↓"], does: "The same, while its letter or its place in the strip has the focus." },
  { keys: ["Enter"], does: "Submit. Ctrl + Enter submits from anywhere." },
  { keys: ["N"], does: "None of the answers is acceptable, or that again off." },
  { keys: ["R"], does: "Report: flag the answer in focus." },
  { keys: ["M"], does: "Write a comment." },
  { keys: ["S"], does: "Skip this task." },
  { keys: ["O"], does: "Open or close the guideline." },
  { keys: ["Ctrl", "Z"], does: "Undo; with nothing to undo, reopen the task submitted last." },
  { keys: ["?"], does: "Show these keys." },
];

export function KeysDialog({
  singleKeys,
  onSingleKeys,
  onClose,
}: {
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2.5">
        {keys.map(({ keys: combination, does }) => (
          <Fragment key={does}>
            <dt className="flex gap-1 whitespace-nowrap">
              {combination.map((name) => (
                <KeyboardKey key={name}>{name}</KeyboardKey>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
      <div className="mt-5 border-t border-border pt-4">
        <SwitchField
          label="Single keys"
          hint="Off, if something else types for you, such as speech input. Keys with Ctrl keep working."
          checked={singleKeys}
          onCheckedChange={onSingleKeys}
        />
      </div>
    </Dialog>
  );
}
