"use client";

import { Flag } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, type ReactNode, type Ref } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { Differences } from "./differences.tsx";
import { letterOf } from "./words.ts";

export interface AnswerPaneProps {
  id: string;
  text: string;
  /** Among the answers shown; gives the letter. */
  position: number;
  focused: boolean;
  flagged: boolean;
  /** Scrolls by itself instead of with the others. */
  ownScroll: boolean;
  /** The answer that this one's differences are marked against; null for no marks. */
  comparedWith: string | null;
  /** The letter, and how the answer stands. */
  heading: ReactNode;
  /** At the right end of the header. */
  grip?: ReactNode;
  footer?: ReactNode;
  dimmed?: boolean;
  ref?: Ref<HTMLElement>;
  onFlag?: (id: string) => void;
}

/** One answer, in full, with its letter, its flag and what its kind adds. */
export function AnswerPane({
  id,
  text,
  position,
  focused,
  flagged,
  ownScroll,
  comparedWith,
  heading,
  grip,
  footer,
  dimmed = false,
  ref,
  onFlag,
}: AnswerPaneProps) {
  const t = useTranslations("annotate.answerPane");
  const letter = letterOf(position);
  return (
    <article
      ref={ref}
      aria-labelledby={`answer-${position}`}
      className={classes(
        "flex min-w-0 flex-col rounded-xl border bg-surface shadow-sm transition-colors",
        focused ? "border-accent" : "border-border",
        dimmed && "opacity-60",
      )}
    >
      <header className="flex items-center gap-2.5 border-b border-border px-3 py-2">
        {heading}
        {onFlag && (
          <Button
            tone="quiet"
            size="icon"
            aria-label={flagged ? t("answerLetterIsFlagged", { letter }) : t("flagAnswerLetter", { letter })}
            aria-pressed={flagged}
            title={t("flagR")}
            onClick={() => onFlag(id)}
            className={classes("ml-auto", flagged && "text-danger hover:text-danger")}
          >
            <Flag fill={flagged ? "currentColor" : "none"} />
          </Button>
        )}
        {grip}
      </header>
      <div
        {...(ownScroll ? { tabIndex: 0 } : {})}
        className={classes(
          // Stacked diacritics must not paint over what stands around the answer.
          "overflow-x-clip px-4 py-3.5 [contain:paint] sm:px-5 sm:py-4",
          ownScroll && "max-h-[calc(100dvh-15rem)] overflow-y-auto",
        )}
      >
        <AnswerText text={text} comparedWith={comparedWith} />
      </div>
      {footer && <footer className="mt-auto border-t border-border px-4 py-3 sm:px-5">{footer}</footer>}
    </article>
  );
}

/** Apart from the pane: a text is parsed once, however often what stands around it changes. */
const AnswerText = memo(function AnswerText({ text, comparedWith }: { text: string; comparedWith: string | null }) {
  return comparedWith === null ? (
    <Markdown text={text} className="reading" />
  ) : (
    <Differences text={text} comparedWith={comparedWith} />
  );
});

/** The letter of an answer where it is no button. */
export function AnswerLetter({ position, children }: { position: number; children?: ReactNode }) {
  const t = useTranslations("annotate.answerPane");
  return (
    <h2 id={`answer-${position}`} className="flex items-center gap-2.5">
      <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-lg border border-border-strong font-semibold text-lg">
        <span className="sr-only">{t("answer")} </span>
        {letterOf(position)}
      </span>
      {children}
    </h2>
  );
}
