import { useTranslations } from "next-intl";
import type { GateOutcome } from "../../../../../../lib/generated/prisma/enums.ts";
import { classes } from "../../../../../_components/classes.ts";
import { useQuantities } from "../../../../../_components/use-quantities.ts";

const looks: Record<GateOutcome, string> = { passed: "bg-good", failed: "bg-danger", undecided: "bg-warning" };

/** An estimate with its 95 % interval on a line, beside the value it is held against. */
export function IntervalBar({
  label,
  estimate,
  low,
  high,
  reference,
  referenceLabel,
  outcome,
  from,
  format: asked,
}: {
  label: string;
  estimate: number;
  low: number;
  high: number;
  reference: number;
  referenceLabel: string;
  outcome: GateOutcome;
  /** Left end of the line; by default just below what is shown. */
  from?: number;
  /** How the numbers are written. */
  format?: (value: number) => string;
}) {
  const { formatFigure } = useQuantities();
  const format = asked ?? formatFigure;
  const t = useTranslations("research.intervalBar");
  const smallest = Math.min(low, reference);
  const largest = Math.max(high, reference);
  const margin = (largest - smallest) * 0.15 || 1;
  const start = from ?? smallest - margin;
  const place = (value: number) => `${((value - start) / (largest + margin - start)) * 100}%`;
  return (
    <figure className="min-w-0 text-sm tabular-nums">
      <figcaption className="flex flex-wrap justify-between gap-x-3">
        <span className="text-muted">{label}</span>
        <span>
          {format(estimate)}{" "}
          <span className="text-muted">{t("lowToHigh", { low: format(low), high: format(high) })}</span>
        </span>
      </figcaption>
      <div aria-hidden className="relative mt-1 h-5">
        <div className="absolute inset-x-0 top-1/2 h-px bg-border" />
        <div className="absolute top-0 h-full w-px bg-border-strong" style={{ left: place(reference) }} />
        <div
          className={classes("absolute top-1/2 h-1 min-w-1 -translate-y-1/2 rounded-full opacity-50", looks[outcome])}
          style={{ left: place(low), right: `calc(100% - ${place(high)})` }}
        />
        <div
          className={classes("absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full", looks[outcome])}
          style={{ left: place(estimate) }}
        />
      </div>
      <p className="relative h-4 text-muted text-xs">
        <span
          className="absolute -translate-x-1/2 whitespace-nowrap"
          style={{ left: `clamp(2.5rem, ${place(reference)}, calc(100% - 2.5rem))` }}
        >
          {referenceLabel} {format(reference)}
        </span>
      </p>
    </figure>
  );
}
