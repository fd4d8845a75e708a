"use client";

import { useTranslations } from "next-intl";
import { classes } from "../../../../../_components/classes.ts";

export interface ScalePoint {
  /** The answer that is better. */
  id: string;
  letter: "A" | "B";
  /** 1 is the least. */
  grade: number;
  step: (typeof steps)[4][number];
}

/** How much better, from the least on, by how many grades there are. */
const steps = { 2: ["slightly", "much"], 4: ["barely", "slightly", "clearly", "much"] } as const;

/** From "the left is much better" to "the right is much better". */
export function pointsOf(grades: keyof typeof steps, left: string, right: string): ScalePoint[] {
  const side = (id: string, letter: "A" | "B") =>
    steps[grades].map((step, at): ScalePoint => ({ id, letter, step, grade: at + 1 }));
  return [...side(left, "A").reverse(), ...side(right, "B")];
}

/** "A is much better", in the reader's language. */
export function useScaleWords(): (point: ScalePoint) => string {
  const t = useTranslations("annotate.compareScale");
  return ({ letter, step }) => t(step, { letter });
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
  const wordsOf = useScaleWords();
  const middle = points.length / 2;
  const point = (at: number) => (
    <ScaleButton
      key={at}
      label={wordsOf(points[at]!)}
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
