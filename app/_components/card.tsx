import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

/** A bordered surface. With a `title` it is a section with a heading, a description and, at its right, `actions`. */
export function Card({
  title,
  description,
  actions,
  flush = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** No padding around the content: for tables and lists that reach the border. */
  flush?: boolean;
}) {
  return (
    <section className={classes("min-w-0 rounded-lg border border-border bg-surface", className)} {...rest}>
      {title && (
        <header
          className={classes(
            "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5",
            flush ? "border-b border-border pb-3" : !children && "pb-3.5",
          )}
        >
          <div className="min-w-0">
            <h2 className="font-medium text-base">{title}</h2>
            {description && <p className="mt-0.5 text-muted text-sm">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children && <div className={flush ? undefined : "p-4"}>{children}</div>}
    </section>
  );
}
