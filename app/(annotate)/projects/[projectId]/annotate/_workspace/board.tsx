"use client";

import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useEffect, useState } from "react";
import { Conversation } from "../../../../../_components/conversation.tsx";
import { Answers } from "./answers.tsx";
import { isComplete, isUntouched, move, pick, placeOf, takeOff, tie, unplaced } from "./arrangement.ts";
import type { AttentionClock } from "./attention.ts";
import { ChipActions } from "./chip-actions.tsx";
import { Clock } from "./clock.tsx";
import { CommentDialog } from "./comment-dialog.tsx";
import { ConfirmOrderDialog } from "./confirm-order-dialog.tsx";
import type { Decision } from "./decision.ts";
import { Dock } from "./dock.tsx";
import { FlagDialog } from "./flag-dialog.tsx";
import { forSubmission } from "./for-submission.ts";
import type { Layout } from "./layout-menu.tsx";
import { DraggedChip, RankStrip } from "./rank-strip.tsx";
import { SkipDialog } from "./skip-dialog.tsx";
import type { OpenTask } from "./task.ts";
import { useBoardKeys } from "./use-board-keys.ts";
import { useDecision } from "./use-decision.ts";
import { useRankingDrag } from "./use-ranking-drag.ts";
import { letterOf, listed, standing } from "./words.ts";

type Open = { dialog: "none" | "skip" | "comment" | "confirm" } | { dialog: "flag"; completionId: string | null };

export interface BoardProps {
  task: OpenTask;
  initial: Decision;
  clock: AttentionClock;
  layout: Layout;
  scrollTogether: boolean;
  singleKeys: boolean;
  submitLabel?: string;
  /** Each new state of the decision. */
  onChange: (decision: Decision) => void;
  onSubmit: (decision: Decision) => void;
  onSkip?: (reason: string) => void;
  /** Leaves an earlier submission as it was. */
  onCancel?: () => void;
  /** Undo, when nothing here is left to undo. */
  onUndoBeyond?: () => void;
}

/** Conversation, answers and dock for one task. Mounted anew for each. */
export function Board({
  task,
  initial,
  clock,
  layout,
  scrollTogether,
  singleKeys,
  submitLabel = "Submit",
  onChange,
  onSubmit,
  onSkip,
  onCancel,
  onUndoBeyond,
}: BoardProps) {
  const { decision, focused, canUndo, arrange, toggleNoneAcceptable, setFlags, setComment, setFocused, undo } =
    useDecision(initial);
  const [open, setOpen] = useState<Open>({ dialog: "none" });
  const [spoken, setSpoken] = useState("");
  const { arrangement, noneAcceptable, flags, comment } = decision;
  const ids = arrangement.shown;
  const close = () => setOpen({ dialog: "none" });

  useEffect(() => onChange(decision), [decision, onChange]);

  /** Takes a new order over and says how the answer stands now. */
  function rearrange(next: typeof arrangement, about: string | null) {
    // The one that follows gets the focus: `=` and arrows are about it next.
    arrange(next, next.leftOver ?? about);
    if (about === null) return;
    const follows = next.leftOver && next.leftOver !== about ? `. ${nameOf(next.leftOver)} follows` : "";
    setSpoken(`Answer ${nameOf(about)}: ${standing(next, about)}${follows}`);
  }
  const nameOf = (id: string) => letterOf(ids.indexOf(id));
  const pickAnswer = (id: string) => rearrange(pick(arrangement, id), id);
  const moveFocused = (direction: -1 | 1) => focused && rearrange(move(arrangement, focused, direction), focused);
  const tieFocused = () => {
    const next = tie(arrangement, focused);
    if (next === arrangement) return setSpoken("There is nothing above to tie with.");
    rearrange(next, focused);
    if (next.joining) setSpoken("The next answer ties with the one before.");
  };
  const openFlag = (completionId: string | null) => setOpen({ dialog: "flag", completionId });

  function trySubmit() {
    if (isUntouched(arrangement)) return setOpen({ dialog: "confirm" });
    if (isComplete(arrangement)) return onSubmit(decision);
    setSpoken(hint);
    document.querySelector<HTMLElement>(`[data-answer="${unplaced(arrangement)[0]}"]`)?.focus();
  }
  function undoSomething() {
    if (!canUndo) return onUndoBeyond?.();
    undo();
    setSpoken("Undone.");
  }

  const drag = useRankingDrag({ arrangement, onArrange: rearrange });
  useBoardKeys({
    ids,
    singleKeys,
    onPick: pickAnswer,
    onMove: moveFocused,
    onTie: tieFocused,
    onNoneAcceptable: toggleNoneAcceptable,
    onFlag: () => openFlag(focused),
    onComment: () => setOpen({ dialog: "comment" }),
    onSkip: onSkip && (() => setOpen({ dialog: "skip" })),
    onSubmit: trySubmit,
    onUndo: undoSomething,
    isPlaced: (id) => placeOf(arrangement, id) !== null,
  });

  const waiting = unplaced(arrangement).map(nameOf);
  const hint = isUntouched(arrangement)
    ? "Place the answers, best first."
    : waiting.length > 0
      ? `${arrangement.joining ? "Tied with the one before: " : "Next: "}${listed(waiting).replace(" and ", " or ")}`
      : "";
  const flagOf = (completionId: string | null) => flags.find((flag) => flag.completionId === completionId);

  return (
    <DndContext {...drag.context}>
      <div className="mx-auto w-full max-w-[118rem] flex-1 px-3 py-5 sm:px-5 sm:py-6">
        <section aria-labelledby="conversation" className="mb-6 sm:mb-8">
          <h2 id="conversation" className="sr-only">
            Conversation
          </h2>
          <Conversation messages={task.messages} />
        </section>
        <section aria-label="Answers">
          <Answers
            task={task}
            arrangement={arrangement}
            focused={focused}
            flagged={flags.flatMap(({ completionId }) => completionId ?? [])}
            layout={layout}
            scrollTogether={scrollTogether}
            onPick={pickAnswer}
            onFocus={setFocused}
            onFlag={openFlag}
          />
        </section>
      </div>
      <Dock
        strip={
          <RankStrip
            arrangement={arrangement}
            focused={focused}
            dragged={drag.dragged}
            target={drag.target}
            onPick={pickAnswer}
            onFocus={setFocused}
          />
        }
        chipActions={
          focused && (
            <ChipActions
              letter={nameOf(focused)}
              onBetter={() => moveFocused(-1)}
              onWorse={() => moveFocused(1)}
              onTie={tieFocused}
              onTakeOff={
                placeOf(arrangement, focused) === null ? null : () => rearrange(takeOff(arrangement, focused), focused)
              }
            />
          )
        }
        hint={hint}
        clock={<Clock clock={clock} />}
        noneAcceptable={noneAcceptable}
        onNoneAcceptable={toggleNoneAcceptable}
        hasComment={comment !== ""}
        onComment={() => setOpen({ dialog: "comment" })}
        isFlagged={flags.length > 0}
        onFlag={() => openFlag(focused)}
        onSkip={onSkip && (() => setOpen({ dialog: "skip" }))}
        onCancel={onCancel}
        submitLabel={submitLabel}
        ready={isComplete(arrangement) || isUntouched(arrangement)}
        onSubmit={trySubmit}
      />
      <DragOverlay dropAnimation={null}>{drag.dragged && <DraggedChip letter={nameOf(drag.dragged)} />}</DragOverlay>
      <p id="strip-help" hidden>
        Arrow keys move it, the equals key ties it with the one above.
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
      {open.dialog === "skip" && onSkip && <SkipDialog onSkip={onSkip} onClose={close} />}
      {open.dialog === "comment" && (
        <CommentDialog
          comment={comment}
          onClose={close}
          onComment={(text) => {
            setComment(text);
            close();
          }}
        />
      )}
      {open.dialog === "flag" && (
        <FlagDialog
          letter={open.completionId && nameOf(open.completionId)}
          flag={flagOf(open.completionId)}
          onClose={close}
          onFlag={(flag) => {
            const others = flags.filter(({ completionId }) => completionId !== open.completionId);
            setFlags(flag ? [...others, { ...flag, completionId: open.completionId }] : others);
            close();
          }}
        />
      )}
      {open.dialog === "confirm" && (
        <ConfirmOrderDialog
          count={ids.length}
          noneAcceptable={noneAcceptable}
          onClose={close}
          onConfirm={() => onSubmit(forSubmission(decision))}
        />
      )}
    </DndContext>
  );
}
