import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** A key as it stands on the keyboard. */
export function KeyboardKey({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={classes(
        "inline-flex h-5 min-w-5 items-center justify-center rounded border border-border bg-inset px-1 font-medium font-sans text-muted text-xs",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
