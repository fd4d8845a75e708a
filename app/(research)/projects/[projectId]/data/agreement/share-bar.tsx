import { formatPercent } from "../../../../../_components/format-quantity.ts";

/** A share as figure and bar. */
export function ShareBar({ label, share, detail }: { label: string; share: number; detail: string }) {
  return (
    <div className="tabular-nums">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">{label}</span>
        <span className="whitespace-nowrap">
          {formatPercent(share)} <span className="text-muted text-sm">of {detail}</span>
        </span>
      </p>
      <div aria-hidden className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-border">
        <div className="h-full rounded-full bg-chart-orange" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
