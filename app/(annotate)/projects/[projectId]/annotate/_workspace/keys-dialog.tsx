"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import type { TaskKind } from "../../../../../../lib/generated/prisma/enums.ts";
import { Dialog } from "../../../../../_components/dialog.tsx";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";
import { SwitchField } from "../../../../../_components/switch.tsx";
import type { Messages } from "../../../../../_i18n/messages.ts";

interface KeyLine {
  keys: readonly string[];
  does: keyof Messages["annotate"]["keysDialog"]["does"];
}

const ofKinds: Record<TaskKind, readonly KeyLine[]> = {
  rank: [
    { keys: ["1", "…", "9"], does: "place" },
    { keys: ["A", "…", "I"], does: "letter" },
    {
      keys: ["="],
      does: "tie",
    },
    { keys: ["←", "→"], does: "move" },
    { keys: ["↑", "↓"], does: "moveFocused" },
    { keys: ["N"], does: "none" },
  ],
  compare: [
    { keys: ["1", "…", "8"], does: "scale" },
    { keys: ["="], does: "alike" },
    { keys: ["N"], does: "bothBad" },
  ],
  rate: [
    { keys: ["1", "…", "7"], does: "rate" },
    { keys: ["A", "…", "I"], does: "rateAnswer" },
  ],
  demonstrate: [],
  converse: [
    { keys: ["1", "…", "4"], does: "goOn" },
    { keys: ["Ctrl", "Enter"], does: "send" },
  ],
};

const ofAll: readonly KeyLine[] = [
  { keys: ["Enter"], does: "submit" },
  { keys: ["V"], does: "differences" },
  { keys: ["R"], does: "flag" },
  { keys: ["M"], does: "comment" },
  { keys: ["S"], does: "skip" },
  { keys: ["O"], does: "guideline" },
  { keys: ["T"], does: "talk" },
  { keys: ["Ctrl", "Z"], does: "undo" },
  { keys: ["?"], does: "keys" },
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
                <KeyboardKey key={name}>{name === "Ctrl" ? t("control") : name}</KeyboardKey>
              ))}
            </dt>
            <dd>{t(`does.${does}`)}</dd>
          </Fragment>
        ))}
      </dl>
      <div className="mt-5 border-t border-border pt-4">
        <SwitchField
          label={t("singleKeys")}
          hint={t("singleKeysHint")}
          checked={singleKeys}
          onCheckedChange={onSingleKeys}
        />
      </div>
    </Dialog>
  );
}
