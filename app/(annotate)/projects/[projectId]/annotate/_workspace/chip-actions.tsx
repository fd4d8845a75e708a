"use client";

import { ArrowLeft, ArrowRight, Equal, X } from "lucide-react";
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
  return (
    <fieldset aria-label={`Answer ${letter}`} className="flex items-center">
      <Action label={`Move ${letter} one place better`} hint="Better (←)" onClick={onBetter}>
        <ArrowLeft />
      </Action>
      <Action label={`Move ${letter} one place worse`} hint="Worse (→)" onClick={onWorse}>
        <ArrowRight />
      </Action>
      <Action label={`Tie ${letter} with the one above`} hint="Tie with the one above (=)" onClick={onTie}>
        <Equal />
      </Action>
      <Action label={`Take ${letter} off`} hint="Take off" onClick={onTakeOff ?? undefined}>
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
