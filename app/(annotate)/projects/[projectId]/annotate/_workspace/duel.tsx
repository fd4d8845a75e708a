"use client";

import { ArrowLeft, ArrowRight, Equal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";
import { AnswerGrid } from "./answer-grid.tsx";

/** One answer against another: the one in place at the left, the one in hand at the right. */
export function Duel({
  left,
  right,
  questionsLeft,
  onAnswer,
  children,
}: {
  /** Letters of the two. */
  left: string;
  right: string;
  /** At most, this one among them. */
  questionsLeft: number;
  /** −1: the right one is better; 1: the left one. */
  onAnswer: (result: -1 | 0 | 1) => void;
  children: ReactNode;
}) {
  const t = useTranslations("annotate.duel");
  return (
    <>
      <AnswerGrid count={2} layout="columns">
        {children}
      </AnswerGrid>
      <div className="sticky bottom-36 z-10 mt-4 flex flex-wrap items-center justify-center gap-2 sm:bottom-24">
        <div className="flex flex-wrap items-center justify-center gap-2 rounded-xl border border-border bg-popover p-2 shadow-lg">
          <Button onClick={() => onAnswer(1)}>
            <ArrowLeft aria-hidden className="hidden sm:block" /> {t("leftIsBetter", { left })}
            <KeyboardKey className="pointer-coarse:hidden">1</KeyboardKey>
          </Button>
          <Button onClick={() => onAnswer(0)}>
            <Equal aria-hidden /> {t("alike")}
            <KeyboardKey className="pointer-coarse:hidden">=</KeyboardKey>
          </Button>
          <Button onClick={() => onAnswer(-1)}>
            {t("rightIsBetter", { right })} <ArrowRight aria-hidden className="hidden sm:block" />
            <KeyboardKey className="pointer-coarse:hidden">2</KeyboardKey>
          </Button>
          <p className="basis-full text-center text-muted text-sm">{t("questionsLeft", { questionsLeft })}</p>
        </div>
      </div>
    </>
  );
}
