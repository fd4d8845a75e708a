"use client";

import { ArrowLeft, ArrowRight, Equal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../../../../../_components/button.tsx";

/** What can be done with the answer in focus, for those who neither drag nor use keys. */
export function ChipActions({
  letter,
  onBetter,
  onWorse,
  onTie,
  onTakeOff,
}: {
  letter: string;
  onBetter: () => void;
  onWorse: () => void;
  onTie: () => void;
  /** Null where it has no place. */
  onTakeOff: (() => void) | null;
}) {
  const t = useTranslations("annotate.chipActions");
  return (
    <fieldset aria-label={t("answerLetter", { letter })} className="flex items-center">
      <Action label={t("moveLetterOnePlaceBetter", { letter })} hint={t("better")} onClick={onBetter}>
        <ArrowLeft />
      </Action>
      <Action label={t("moveLetterOnePlaceWorse", { letter })} hint={t("worse")} onClick={onWorse}>
        <ArrowRight />
      </Action>
      <Action label={t("tieLetterWithTheOne", { letter })} hint={t("tieWithTheOneAbove")} onClick={onTie}>
        <Equal />
      </Action>
      <Action label={t("takeLetterOff", { letter })} hint={t("takeOff")} onClick={onTakeOff ?? undefined}>
        <X />
      </Action>
    </fieldset>
  );
}

function Action({
  label,
  hint,
  onClick,
  children,
}: {
  label: string;
  hint: string;
  onClick: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <Button tone="quiet" size="icon" aria-label={label} title={hint} disabled={!onClick} onClick={onClick}>
      {children}
    </Button>
  );
}
