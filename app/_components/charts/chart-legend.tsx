"use client";

import { useTranslations } from "next-intl";
import type { ChartColour } from "./series.ts";

export interface LegendEntry {
  name: string;
  label: string;
  colour: ChartColour;
  shown: boolean;
  /** The newest value, written out. */
  latest: string;
}

/** One toggle a series, with its newest value as text. */
export function ChartLegend({
  entries,
  onToggle,
  averaged,
}: {
  entries: readonly LegendEntry[];
  onToggle: (name: string) => void;
  /** Says what the bold and the faint line are. */
  averaged: boolean;
}) {
  const t = useTranslations("shared.chartLegend");
  if (entries.length === 0) return null;
  return (
    <div className="-mx-1.5 flex flex-wrap items-center gap-x-1 gap-y-1 text-xs">
      {entries.map(({ name, label, colour, shown, latest }) => (
        <button
          key={name}
          type="button"
          aria-pressed={shown}
          onClick={() => onToggle(name)}
          className="inline-flex min-h-6 cursor-pointer items-center gap-1.5 rounded px-1.5 text-foreground hover:bg-hover aria-[pressed=false]:text-muted aria-[pressed=false]:line-through"
        >
          <span
            aria-hidden
            className="h-0.5 w-3 rounded-full"
            style={{ background: shown ? `var(--chart-${colour})` : "var(--chart-axis)" }}
          />
          {label}
          <span className="font-medium tabular-nums">{latest}</span>
        </button>
      ))}
      {averaged && <span className="ml-auto px-1.5 text-muted">{t("boldMovingAverage")}</span>}
    </div>
  );
}
