"use client";

import { DragOverlay, useDraggable, useDroppable } from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode, useRef } from "react";
import { classes } from "../../../../../_components/classes.ts";
import { type Arrangement, slots } from "./arrangement.ts";
import type { Dragged, DropTarget } from "./use-ranking-drag.ts";
import { useShortMotion } from "./use-short-motion.ts";
import { letterOf, useOrderWords } from "./words.ts";

/** The order at a glance: best at the left, ties in one box, what has no place yet dashed behind. */
export function RankStrip({
  arrangement,
  focused,
  dragged,
  target,
  onPick,
  onFocus,
}: {
  arrangement: Arrangement;
  focused: string | null;
  dragged: string | null;
  target: DropTarget | null;
  onPick: (id: string) => void;
  onFocus: (id: string) => void;
}) {
  const t = useTranslations("annotate.rankStrip");
  const { standing } = useOrderWords();
  const strip = useRef<HTMLOListElement | null>(null);
  const { setNodeRef } = useDroppable({ id: "strip" });
  useShortMotion(strip);
  const { shown, groups, joining } = arrangement;
  const all = slots(arrangement);
  return (
    <ol
      ref={(node) => {
        strip.current = node;
        setNodeRef(node);
      }}
      aria-label={t("orderBestFirst")}
      className="flex min-w-0 flex-wrap items-end gap-y-1.5"
    >
      {all.map((group, at) => (
        <Fragment key={group.join()}>
          {joining && at === groups.length && <Joint sign="=" strong />}
          {at > 0 && !(joining && at === groups.length) && <Joint sign={at < groups.length ? "›" : ""} />}
          <Slot group={group} at={at} last={at === all.length - 1} target={target} placed={at < groups.length}>
            {group.map((id) => (
              <Chip
                key={id}
                id={id}
                letter={letterOf(shown.indexOf(id))}
                standing={standing(arrangement, id)}
                placed={at < groups.length}
                focused={focused === id}
                dragged={dragged === id}
                onPick={onPick}
                onFocus={onFocus}
              />
            ))}
          </Slot>
        </Fragment>
      ))}
    </ol>
  );
}

/** What stands between two slots: better than, or equal where the next answer will join. */
function Joint({ sign, strong = false }: { sign: string; strong?: boolean }) {
  return (
    <li
      aria-hidden
      className={classes(
        "flex h-9 w-4 items-center justify-center text-muted sm:w-5",
        strong && "font-semibold text-accent-text",
      )}
    >
      {sign}
    </li>
  );
}

function Slot({
  group,
  at,
  last,
  target,
  placed,
  children,
}: {
  group: readonly string[];
  at: number;
  last: boolean;
  target: DropTarget | null;
  placed: boolean;
  children: ReactNode;
}) {
  const { ordinal } = useOrderWords();
  const { setNodeRef } = useDroppable({ id: `slot:${at}`, data: { slot: at, group } });
  const before = target?.kind === "between" && target.at === at;
  const behind = last && target?.kind === "between" && target.at === at + 1;
  const onto = target?.kind === "onto" && target.at === at;
  return (
    <li ref={setNodeRef} className="relative">
      <span aria-hidden className="mb-0.5 block text-center text-muted text-xs leading-4">
        {placed ? ordinal(at + 1) : "–"}
      </span>
      <span
        className={classes(
          "flex items-center gap-1 rounded-lg p-0.5",
          group.length > 1 && "bg-accent-soft",
          onto && "bg-accent-soft ring-2 ring-accent",
        )}
      >
        {children}
      </span>
      {before && <span className="absolute -left-2.5 bottom-0 h-9 w-1 rounded-full bg-accent" />}
      {behind && <span className="absolute -right-2.5 bottom-0 h-9 w-1 rounded-full bg-accent" />}
    </li>
  );
}

function Chip({
  id,
  letter,
  standing: words,
  placed,
  focused,
  dragged,
  onPick,
  onFocus,
}: {
  id: string;
  letter: string;
  standing: string;
  placed: boolean;
  focused: boolean;
  dragged: boolean;
  onPick: (id: string) => void;
  onFocus: (id: string) => void;
}) {
  const { setNodeRef, listeners } = useDraggable({ id: `chip:${id}`, data: { answer: id } });
  return (
    <button
      ref={setNodeRef}
      type="button"
      data-moves={letter}
      data-chip={id}
      aria-label={`${letter}, ${words}`}
      aria-describedby="strip-help"
      {...listeners}
      onClick={() => (placed ? onFocus(id) : onPick(id))}
      onFocus={() => onFocus(id)}
      className={classes(
        chipLook,
        "cursor-grab touch-none active:cursor-grabbing",
        placed ? "border-accent bg-accent text-on-accent" : "border-border-strong border-dashed bg-surface text-muted",
        focused && "outline-2 outline-accent outline-offset-2",
        dragged && "opacity-40",
      )}
    >
      {letter}
    </button>
  );
}

const chipLook =
  "inline-flex size-8 select-none items-center justify-center rounded-md border font-semibold text-base pointer-coarse:size-9";

/** What follows the pointer while an answer is dragged; a finger would hide it, so that it goes before one. */
export function DraggedChip({ dragged, letter }: { dragged: Dragged | null; letter: string | null }) {
  return (
    // At the pointer, not at the corner of the card that the handle belongs to.
    <DragOverlay dropAnimation={null} style={dragged ? { left: dragged.x, top: dragged.y, width: 0, height: 0 } : {}}>
      {dragged && (
        <span
          data-dragged={dragged.id}
          className={classes(
            chipLook,
            "-translate-x-1/2 cursor-grabbing border-accent bg-accent text-on-accent shadow-lg",
            dragged.byFinger ? "-translate-y-[calc(100%+1.5rem)]" : "-translate-y-1/2",
          )}
        >
          {letter}
        </span>
      )}
    </DragOverlay>
  );
}
