"use client";

import { Flag, MessageSquare, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";

/** The bar at the lower edge: the judgement at a glance, what goes with it, and Submit in reach of the thumb. */
export function Dock({
  strip,
  chipActions,
  hint,
  clock,
  none,
  hasComment,
  onComment,
  isFlagged,
  onFlag,
  onSkip,
  onCancel,
  submitLabel,
  ready,
  onSubmit,
}: {
  strip: ReactNode | undefined;
  /** For the answer in focus; nothing for none. */
  chipActions: ReactNode;
  /** What to do next, in a few words. */
  hint: string;
  clock: ReactNode;
  /** The button for "none acceptable", where the kind has it. */
  none: ReactNode;
  hasComment: boolean;
  onComment: () => void;
  isFlagged: boolean;
  onFlag: () => void;
  /** Absent while an earlier submission is corrected. */
  onSkip: (() => void) | undefined;
  onCancel: (() => void) | undefined;
  submitLabel: string;
  ready: boolean;
  onSubmit: () => void;
}) {
  const t = useTranslations("annotate.dock");
  return (
    <footer className="sticky bottom-0 z-20 border-t border-border bg-surface px-3 pt-1.5 pb-[max(0.5rem,env(safe-area-inset-bottom))] shadow-lg sm:px-5">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-end gap-x-3 gap-y-1">
          {strip}
          {/* Always as high, so that nothing moves when an answer gets the focus. */}
          <div className="flex h-9 min-w-0 items-center gap-2 pointer-coarse:h-10">
            {chipActions}
            <p className={classes("text-muted text-sm", Boolean(chipActions) && "hidden md:block")}>{hint}</p>
          </div>
        </div>
        <div className="flex min-h-9 w-full flex-wrap items-center gap-1 sm:ml-auto sm:w-auto sm:gap-1.5">
          <span className="mr-1 hidden sm:inline">{clock}</span>
          {none}
          <DockButton
            label={t("comment")}
            keyName="M"
            pressed={hasComment}
            onClick={onComment}
            icon={<MessageSquare />}
          />
          <DockButton
            label={t("flag")}
            keyName="R"
            pressed={isFlagged}
            onClick={onFlag}
            icon={<Flag />}
            tone={isFlagged ? "danger" : undefined}
          />
          {onSkip && <DockButton label={t("skip")} keyName="S" onClick={onSkip} icon={<SkipForward />} />}
          {onCancel && (
            <Button tone="quiet" onClick={onCancel}>
              {t("leaveAsItWas")}
            </Button>
          )}
          <Button
            tone="primary"
            size="large"
            aria-disabled={!ready}
            onClick={onSubmit}
            className="ml-auto h-9 px-4 aria-disabled:opacity-70 pointer-coarse:h-11 sm:ml-1"
          >
            {submitLabel}
            <KeyboardKey className="border-transparent bg-on-accent/15 text-on-accent pointer-coarse:hidden">
              ↵
            </KeyboardKey>
          </Button>
        </div>
      </div>
    </footer>
  );
}

/** Icon over a short word on narrow screens, beside its words on wide ones. */
export function DockButton({
  label,
  shortLabel = label,
  keyName,
  pressed,
  tone,
  icon,
  onClick,
}: {
  label: string;
  shortLabel?: string;
  keyName: string;
  pressed?: boolean;
  tone?: "warning" | "danger" | undefined;
  icon: ReactNode;
  onClick: () => void;
}) {
  return (
    <Button
      tone="quiet"
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={keyName}
      title={`${label} (${keyName})`}
      onClick={onClick}
      className={classes(
        "h-11 flex-col gap-0.5 px-1.5 font-normal text-xs xl:h-9 xl:flex-row xl:gap-1.5 xl:px-2.5 xl:font-medium xl:text-base pointer-coarse:h-12",
        pressed && "bg-hover",
        tone === "warning" && "bg-warning-soft text-warning hover:bg-warning-soft",
        tone === "danger" && "bg-danger-soft text-danger hover:bg-danger-soft",
      )}
    >
      {icon}
      <span aria-hidden className="xl:hidden">
        {shortLabel}
      </span>
      <span aria-hidden className="hidden xl:inline">
        {label}
      </span>
    </Button>
  );
}
