"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Conversation } from "../../../../../_components/conversation.tsx";
import type { AttentionClock } from "./attention.ts";
import type { Body } from "./bodies.ts";
import { Clock } from "./clock.tsx";
import { CommentDialog } from "./comment-dialog.tsx";
import type { Decision } from "./decision.ts";
import { Dock, DockButton } from "./dock.tsx";
import { FlagDialog } from "./flag-dialog.tsx";
import type { Layout } from "./layout-menu.tsx";
import { SkipDialog } from "./skip-dialog.tsx";
import type { Judging, OpenTask } from "./task.ts";
import type { Work } from "./use-decision.ts";
import { type Bindings, once, useShortcuts } from "./use-shortcuts.ts";
import { letterOf } from "./words.ts";

/** What the board of any kind is given. */
export interface BoardProps<Of extends Body = Body> {
  task: OpenTask;
  initial: Decision<Of>;
  /** What the project says about how to judge. */
  judging: Judging;
  clock: AttentionClock;
  layout: Layout;
  scrollTogether: boolean;
  /** Whether differences between answers are marked. */
  differences: boolean;
  singleKeys: boolean;
  submitLabel: string;
  /** Each new state of the decision. */
  onChange: (decision: Decision) => void;
  onSubmit: (decision: Decision) => void;
  onSkip?: (reason: string) => void;
  /** Leaves an earlier submission as it was. */
  onCancel?: () => void;
  /** Undo, when nothing here is left to undo. */
  onUndoBeyond?: () => void;
}

type Open = { dialog: "none" | "skip" | "comment" } | { dialog: "flag"; completionId: string | null };

/** What every kind has in common: the conversation, the dock with comment, flag, skip and Submit, and their keys. */
export function TaskFrame<Of extends Body>({
  board,
  work,
  keys,
  strip,
  actions,
  hint,
  none,
  ready,
  spoken,
  conversation,
  onSpeak,
  onSubmit,
  children,
}: {
  board: BoardProps<Of>;
  work: Work<Of>;
  /** Keys of the kind's own. */
  keys: Bindings;
  /** At the left of the dock: the judgement at a glance. */
  strip?: ReactNode;
  /** For the answer in focus. */
  actions?: ReactNode;
  /** What to do next, in a few words. */
  hint: string;
  /** "None acceptable", where the kind has it. */
  none?: { label: string; shortLabel: string; pressed: boolean; onClick: () => void };
  ready: boolean;
  /** Said to screen readers. */
  spoken: string;
  /** In place of the task's own turns. */
  conversation?: ReactNode;
  onSpeak: (words: string) => void;
  onSubmit: () => void;
  children: (act: { flag: (completionId: string | null) => void }) => ReactNode;
}) {
  const t = useTranslations("annotate.taskFrame");
  const { task, clock, singleKeys, submitLabel, onChange, onSkip, onCancel, onUndoBeyond } = board;
  const { decision, focused, canUndo } = work;
  const [open, setOpen] = useState<Open>({ dialog: "none" });
  const close = () => setOpen({ dialog: "none" });
  const nameOf = (id: string) => letterOf(task.completions.findIndex((completion) => completion.id === id));
  const flag = (completionId: string | null) => setOpen({ dialog: "flag", completionId });

  useEffect(() => onChange(decision), [decision, onChange]);

  function undoSomething() {
    if (!canUndo) return onUndoBeyond?.();
    work.undo();
    onSpeak(t("undone"));
  }
  // Enter on a control presses it.
  const submitUnlessOnControl = (event: KeyboardEvent) => {
    const onControl = (event.target as HTMLElement).closest("a, button, summary, [tabindex]") !== null;
    if (!onControl || document.activeElement?.id === "task") once(onSubmit)!(event);
  };
  const bindings: Bindings = {
    r: once(() => flag(focused)),
    m: once(() => setOpen({ dialog: "comment" })),
    s: once(onSkip && (() => setOpen({ dialog: "skip" }))),
    n: once(none?.onClick),
    "Control+z": once(undoSomething),
    "Control+Enter": once(onSubmit),
    Enter: submitUnlessOnControl,
    ...backToTask(keys),
  };
  useShortcuts(bindings, { singleKeys });

  const existing = (completionId: string | null) => decision.flags.find((one) => one.completionId === completionId);
  return (
    <>
      <div className="mx-auto w-full max-w-[118rem] flex-1 px-3 py-5 sm:px-5 sm:py-6">
        <section data-beside aria-labelledby="conversation" className="mb-6 sm:mb-8">
          <h2 id="conversation" className="sr-only">
            {t("conversation")}
          </h2>
          {conversation ?? <Conversation messages={task.messages} />}
        </section>
        {children({ flag })}
      </div>
      <Dock
        strip={strip}
        chipActions={actions}
        hint={hint}
        clock={<Clock clock={clock} />}
        none={
          none && (
            <DockButton
              label={none.label}
              shortLabel={none.shortLabel}
              keyName="N"
              pressed={none.pressed}
              onClick={none.onClick}
              icon={<Ban />}
              tone={none.pressed ? "warning" : undefined}
            />
          )
        }
        hasComment={decision.comment !== ""}
        onComment={() => setOpen({ dialog: "comment" })}
        isFlagged={decision.flags.length > 0}
        onFlag={() => flag(focused)}
        onSkip={onSkip && (() => setOpen({ dialog: "skip" }))}
        onCancel={onCancel}
        submitLabel={submitLabel}
        ready={ready}
        onSubmit={onSubmit}
      />
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
      {open.dialog === "skip" && onSkip && <SkipDialog onSkip={onSkip} onClose={close} />}
      {open.dialog === "comment" && (
        <CommentDialog
          comment={decision.comment}
          onClose={close}
          onComment={(text) => {
            work.setComment(text);
            close();
          }}
        />
      )}
      {open.dialog === "flag" && (
        <FlagDialog
          letter={open.completionId && nameOf(open.completionId)}
          flag={existing(open.completionId)}
          onClose={close}
          onFlag={(given) => {
            const others = decision.flags.filter(({ completionId }) => completionId !== open.completionId);
            work.setFlags(given ? [...others, { ...given, completionId: open.completionId }] : others);
            close();
          }}
        />
      )}
    </>
  );
}

/**
 * A key that judges takes the focus from what stands beside the answers, such as the guideline's button or an image looked
 * at, back to the task: Enter then submits, where it would open that again.
 */
function backToTask(keys: Bindings): Bindings {
  return Object.fromEntries(
    Object.entries(keys).map(([name, act]) => [
      name,
      name.length === 1 && act
        ? (event: KeyboardEvent) => {
            if (document.activeElement?.closest("[data-beside] :is(a, button)")) {
              document.getElementById("task")?.focus({ preventScroll: true });
            }
            act(event);
          }
        : act,
    ]),
  );
}
