import { classes } from "./classes.ts";

/** How far something is, 0 to 1; null where nobody knows. The text beside it says the same in words. */
export function Progress({
  label,
  value,
  text,
  className,
}: {
  label: string;
  value: number | null;
  /** At the right, e.g. "12 of 60 · 3 min left". */
  text?: string;
  className?: string;
}) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={classes("flex items-center gap-3", className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={text}
        className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-border"
      >
        <div
          className={classes(
            "h-full rounded-full bg-accent transition-[width]",
            percent === null && "w-1/3 animate-pulse",
          )}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      {text && <span className="whitespace-nowrap text-muted text-sm tabular-nums">{text}</span>}
    </div>
  );
}
