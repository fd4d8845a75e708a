import { classes } from "./classes.ts";

/** Attune's mark: bars of rising order, one of them in tune. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classes("size-5", className)}>
      <rect x="3" y="13" width="4" height="8" rx="2" className="fill-border-strong" />
      <rect x="10" y="8" width="4" height="13" rx="2" className="fill-border-strong" />
      <rect x="17" y="3" width="4" height="18" rx="2" className="fill-accent" />
    </svg>
  );
}
