"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import type { TaskKind } from "../../../../../../lib/generated/prisma/enums.ts";
import { Dialog } from "../../../../../_components/dialog.tsx";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";
import { SwitchField } from "../../../../../_components/switch.tsx";

interface KeyLine {
  keys: readonly string[];
  does: string;
}

const ofKinds: Record<TaskKind, readonly KeyLine[]> = {
  rank: [
    { keys: ["1", "…", "9"], does: "Place the answers, best first. The last one follows by itself." },
    { keys: ["A", "…", "I"], does: "The same, by letter. The key of a placed answer takes it off." },
    {
      keys: ["="],
      does: "Next answer ties with the one before; when all are placed: the one in focus ties or unties.",
    },
    { keys: ["←", "→"], does: "Move the answer in focus one place better or worse. One against one: choose the side." },
    { keys: ["↑", "↓"], does: "The same, while its letter or its place in the strip has the focus." },
    { keys: ["N"], does: "None of the answers is acceptable, or that again off." },
  ],
  compare: [
    { keys: ["1", "…", "8"], does: "From the left is much better to the right is much better." },
    { keys: ["="], does: "They are alike." },
    { keys: ["N"], does: "Both are bad, or that again off." },
  ],
  rate: [
    { keys: ["1", "…", "7"], does: "Answer the question in hand and go on to the next one." },
    { keys: ["A", "…", "I"], does: "Begin with that answer's first question." },
  ],
  demonstrate: [],
  converse: [
    { keys: ["1", "…", "4"], does: "Go on with that answer." },
    { keys: ["Ctrl", "Enter"], does: "Send what you wrote." },
  ],
};

const ofAll: readonly KeyLine[] = [
  { keys: ["Enter"], does: "Submit. Ctrl + Enter submits from anywhere." },
  { keys: ["V"], does: "Mark what differs between the answers, or that again off." },
  { keys: ["R"], does: "Report: flag the answer in focus." },
  { keys: ["M"], does: "Write a comment." },
  { keys: ["S"], does: "Skip this task." },
  { keys: ["O"], does: "Open or close the guideline." },
  { keys: ["T"], does: "Open or close the talk about this task." },
  { keys: ["Ctrl", "Z"], does: "Undo; with nothing to undo, reopen the task submitted last." },
  { keys: ["?"], does: "Show these keys." },
];

export function KeysDialog({
  kind,
  singleKeys,
  onSingleKeys,
  onClose,
}: {
  kind: TaskKind;
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
  onClose: () => void;
}) {
  const t = useTranslations("annotate.keysDialog");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("keys")}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2.5">
        {[...ofKinds[kind], ...ofAll].map(({ keys: combination, does }) => (
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
          label={t("singleKeys")}
          hint={t("offIfSomethingElseTypes")}
          checked={singleKeys}
          onCheckedChange={onSingleKeys}
        />
      </div>
    </Dialog>
  );
}
