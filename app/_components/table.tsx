import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

/**
 * A table that scrolls sideways by itself where it does not fit. On a phone each row is a block of its own, where its
 * cells stand below their labels. `label` says what it lists.
 */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto rounded-[inherit]" aria-label={label} tabIndex={0}>
      <table
        className={classes("stacking w-full border-collapse text-left text-base tabular-nums", className)}
        {...rest}
      />
    </section>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead className="border-b border-border bg-inset/60" {...props} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody className={classes("divide-y divide-border", className)} {...rest} />;
}

/** A row; `interactive` where a link in it opens what it shows. */
export function TableRow({
  interactive = false,
  className,
  ...rest
}: ComponentProps<"tr"> & { interactive?: boolean }) {
  return <tr className={classes(interactive && "relative transition-colors hover:bg-hover/60", className)} {...rest} />;
}

/** `numeric` columns stand right. */
export function TableHeader({ numeric = false, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={classes(
        "whitespace-nowrap px-4 py-2 font-medium text-muted text-xs",
        numeric && "text-right",
        className,
      )}
      {...rest}
    />
  );
}

/** `label` is its column's name, said above it on a phone. */
export function TableCell({
  numeric = false,
  label,
  className,
  ...rest
}: ComponentProps<"td"> & { numeric?: boolean; label?: string }) {
  return (
    <td
      data-label={label}
      className={classes("px-4 py-2.5 align-middle", numeric && "text-right", className)}
      {...rest}
    />
  );
}
