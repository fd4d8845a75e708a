"use client";

import { useDraggable } from "@dnd-kit/core";
import { GripVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Badge } from "../../../../../_components/badge.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { AnswerPane } from "./answer-pane.tsx";
import { letterOf, useOrderWords } from "./words.ts";

/** One answer to be ranked. Its letter places it; the grip drags it to the strip. */
export const RankAnswer = memo(function RankAnswer({
  id,
  place,
  standing,
  tied,
  pressHint,
  onPick,
  onFocus,
  ...pane
}: {
  id: string;
  text: string;
  position: number;
  /** Null: no place yet. */
  place: number | null;
  /** How it stands, in words. */
  standing: string;
  tied: boolean;
  /** Whether its digit places it. */
  pressHint: boolean;
  focused: boolean;
  flagged: boolean;
  ownScroll: boolean;
  comparedWith: string | null;
  onPick: (id: string) => void;
  onFocus: (id: string) => void;
  onFlag: (id: string) => void;
}) {
  const t = useTranslations("annotate.rankAnswer");
  const { ordinal } = useOrderWords();
  const { position } = pane;
  const letter = letterOf(position);
  const { setNodeRef, setActivatorNodeRef, listeners, isDragging } = useDraggable({
    id: `card:${id}`,
    data: { answer: id },
  });
  return (
    <AnswerPane
      {...pane}
      id={id}
      ref={setNodeRef}
      dimmed={isDragging}
      heading={
        <>
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
              <span className="sr-only">{t("answer")} </span>
              {letter}
              <span className="sr-only">, {standing}</span>
            </button>
          </h2>
          <span aria-hidden className="min-w-0 flex-1 text-sm">
            {place === null && !pressHint ? null : place === null ? (
              <span className="text-muted">
                <span className="pointer-coarse:hidden">{t("press", { digit: position + 1 })}</span>
                <span className="hidden pointer-coarse:inline">{t("tapLetterToPlaceIt", { letter })}</span>
              </span>
            ) : (
              <Badge tone="accent">{tied ? t("tiedPlace", { place: ordinal(place) }) : ordinal(place)}</Badge>
            )}
          </span>
        </>
      }
      grip={
        <span
          ref={setActivatorNodeRef}
          {...listeners}
          data-grip={id}
          title={t("dragToTheStripBelow")}
          className="-mr-1 inline-flex size-8 cursor-grab touch-none select-none items-center justify-center rounded-md text-muted hover:bg-hover hover:text-foreground active:cursor-grabbing pointer-coarse:size-10"
        >
          <GripVertical aria-hidden className="size-4" />
        </span>
      }
    />
  );
});
