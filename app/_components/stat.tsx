import type { ReactNode } from "react";

/** A figure with its name and, below, what it means or its interval. Several stand in StatRow. */
export function Stat({ label, value, detail }: { label: ReactNode; value: ReactNode; detail?: ReactNode }) {
  return (
    <div className="min-w-0 grow basis-38 bg-surface px-4 py-3">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="mt-0.5">
        <span className="block truncate font-semibold text-xl tabular-nums">{value}</span>
        {detail && <span className="mt-0.5 block text-muted text-sm">{detail}</span>}
      </dd>
    </div>
  );
}

/** Figures side by side, as many as fit. */
export function StatRow({ children }: { children: ReactNode }) {
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-lg border border-border bg-border">{children}</dl>
  );
}
