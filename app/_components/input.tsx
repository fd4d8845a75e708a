import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const box =
  "w-full rounded-md border border-border-strong bg-surface text-base text-foreground shadow-sm transition-colors placeholder:text-muted hover:border-border-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-inset disabled:text-muted aria-invalid:border-danger";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input className={classes(box, "h-8 px-2.5 pointer-coarse:h-10 pointer-coarse:text-lg", className)} {...rest} />
  );
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={classes(box, "px-2.5 py-1.5 pointer-coarse:text-lg", className)} {...rest} />;
}

/** The browser's own choice list: works with every keyboard, screen reader and phone. Options are its children. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <span className={classes("relative block", className)}>
      <select
        className={classes(box, "h-8 appearance-none pr-8 pl-2.5 pointer-coarse:h-10 pointer-coarse:text-lg")}
        {...rest}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
