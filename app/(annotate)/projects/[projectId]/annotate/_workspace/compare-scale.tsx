"use client";

import { useTranslations } from "next-intl";
import { classes } from "../../../../../_components/classes.ts";

export interface ScalePoint {
  /** The answer that is better. */
  id: string;
  /** 1 is the least. */
  grade: number;
  words: string;
}

const wordsOfGrades: Record<number, readonly string[]> = {
  2: ["slightly better", "much better"],
  4: ["barely better", "slightly better", "clearly better", "much better"],
};

/** From "the left is much better" to "the right is much better". */
export function pointsOf(grades: number, left: string, right: string): ScalePoint[] {
  const words = wordsOfGrades[grades]!;
  const side = (id: string, letter: string) =>
    words.map((word, at) => ({ id, grade: at + 1, words: `${letter} is ${word}` }));
  return [...side(left, "A").reverse(), ...side(right, "B")];
}

/** A scale from one answer to the other, with the tie in its middle; each point has its digit. */
export function CompareScale({
  points,
  chosen,
  tie,
  onPoint,
  onTie,
}: {
  points: readonly ScalePoint[];
  /** −1 for none. */
  chosen: number;
  /** Null where the project has no ties. */
  tie: boolean | null;
  onPoint: (point: ScalePoint) => void;
  onTie: () => void;
}) {
  const t = useTranslations("annotate.compareScale");
  const middle = points.length / 2;
  const point = (at: number) => (
    <ScaleButton
      key={at}
      label={points[at]!.words}
      sign={String(at + 1)}
      pressed={chosen === at}
      onClick={() => onPoint(points[at]!)}
    />
  );
  const indices = points.map((_, at) => at);
  return (
    <fieldset aria-label={t("whichAnswerIsBetterAnd")} data-scale className="min-w-0">
      <div aria-hidden className="mb-0.5 flex justify-between gap-3 text-muted text-xs leading-4">
        <span>{t("aMuchBetter")}</span>
        <span className={classes(chosen < 0 && "invisible", "hidden font-medium text-foreground sm:inline")}>
          {points[chosen]?.words}
        </span>
        <span>{t("bMuchBetter")}</span>
      </div>
      <div className="flex items-center gap-0.5 sm:gap-1">
        {indices.slice(0, middle).map(point)}
        {tie === null ? (
          <span className="w-2" />
        ) : (
          <ScaleButton label={t("tie")} sign="=" pressed={tie} onClick={onTie} />
        )}
        {indices.slice(middle).map(point)}
      </div>
    </fieldset>
  );
}

function ScaleButton({
  label,
  sign,
  pressed,
  onClick,
}: {
  label: string;
  sign: string;
  pressed: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={`${label} (${sign})`}
      aria-pressed={pressed}
      aria-keyshortcuts={sign}
      onClick={onClick}
      className={classes(
        "inline-flex h-9 w-8 items-center justify-center rounded-md border text-sm tabular-nums transition-colors sm:w-9 pointer-coarse:h-11 pointer-coarse:w-9",
        pressed
          ? "border-accent bg-accent font-semibold text-on-accent"
          : "border-border-strong bg-surface hover:bg-hover",
      )}
    >
      {sign}
    </button>
  );
}
