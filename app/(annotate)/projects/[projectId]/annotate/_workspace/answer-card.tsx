"use client";

import { useDraggable } from "@dnd-kit/core";
import { Flag, GripVertical } from "lucide-react";
import { memo } from "react";
import { Badge } from "../../../../../_components/badge.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { letterOf, ordinal } from "./words.ts";

export interface AnswerCardProps {
  id: string;
  text: string;
  /** Among the answers shown; gives letter and key. */
  position: number;
  /** Null: no place yet. */
  place: number | null;
  /** How it stands, in words. */
  standing: string;
  tied: boolean;
  focused: boolean;
  flagged: boolean;
  /** Scrolls by itself instead of with the others. */
  ownScroll: boolean;
  onPick: (id: string) => void;
  onFocus: (id: string) => void;
  onFlag: (id: string) => void;
}

/** One answer, in full. Its letter places it; the grip drags it to the strip. */
export const AnswerCard = memo(function AnswerCard({
  id,
  text,
  position,
  place,
  standing,
  tied,
  focused,
  flagged,
  ownScroll,
  onPick,
  onFocus,
  onFlag,
}: AnswerCardProps) {
  const letter = letterOf(position);
  const { setNodeRef, setActivatorNodeRef, listeners, isDragging } = useDraggable({
    id: `card:${id}`,
    data: { answer: id },
  });
  return (
    <article
      ref={setNodeRef}
      aria-labelledby={`answer-${position}`}
      className={classes(
        "flex min-w-0 flex-col rounded-xl border bg-surface shadow-sm transition-colors",
        focused ? "border-accent" : "border-border",
        isDragging && "opacity-60",
      )}
    >
      <header className="flex items-center gap-2.5 border-b border-border px-3 py-2">
        <h2 id={`answer-${position}`} className="contents">
          <button
            type="button"
            data-answer={id}
            aria-pressed={place !== null}
            aria-keyshortcuts={String(position + 1)}
            onClick={() => onPick(id)}
            onFocus={() => onFocus(id)}
            className={classes(
              "inline-flex size-8 shrink-0 scroll-mt-16 scroll-mb-44 items-center justify-center rounded-lg border font-semibold text-lg transition-colors pointer-coarse:size-10",
              place === null
                ? "border-border-strong bg-surface hover:bg-hover"
                : "border-accent bg-accent text-on-accent hover:bg-accent-hover",
            )}
          >
            <span className="sr-only">Answer </span>
            {letter}
            <span className="sr-only">, {standing}</span>
          </button>
        </h2>
        <span aria-hidden className="min-w-0 flex-1 text-sm">
          {place === null ? (
            <span className="text-muted">
              <span className="pointer-coarse:hidden">Press {position + 1}</span>
              <span className="hidden pointer-coarse:inline">Tap {letter} to place it</span>
            </span>
          ) : (
            <Badge tone="accent">{tied ? `tied ${ordinal(place)}` : ordinal(place)}</Badge>
          )}
        </span>
        <Button
          tone="quiet"
          size="icon"
          aria-label={flagged ? `Answer ${letter} is flagged` : `Flag answer ${letter}`}
          aria-pressed={flagged}
          title="Flag (R)"
          onClick={() => onFlag(id)}
          className={flagged ? "text-danger hover:text-danger" : undefined}
        >
          <Flag fill={flagged ? "currentColor" : "none"} />
        </Button>
        <span
          ref={setActivatorNodeRef}
          {...listeners}
          data-grip={id}
          title="Drag to the strip below"
          className="-mr-1 inline-flex size-8 cursor-grab touch-none items-center justify-center rounded-md text-muted hover:bg-hover hover:text-foreground active:cursor-grabbing pointer-coarse:size-10"
        >
          <GripVertical aria-hidden className="size-4" />
        </span>
      </header>
      <div
        {...(ownScroll ? { tabIndex: 0 } : {})}
        className={classes(
          "overflow-x-clip px-4 py-3.5 sm:px-5 sm:py-4",
          ownScroll && "max-h-[calc(100dvh-15rem)] overflow-y-auto",
        )}
      >
        <Markdown text={text} className="reading" />
      </div>
    </article>
  );
});
