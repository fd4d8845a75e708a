import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const badge = cva(
  "inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-inset text-muted ring-1 ring-border ring-inset",
        accent: "bg-accent-soft text-accent-text",
        good: "bg-good-soft text-good",
        warning: "bg-warning-soft text-warning",
        danger: "bg-danger-soft text-danger",
        running: "bg-running-soft text-running",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badge>["tone"]>;

/** A state in a word; colour never alone, so give it words and, where it helps, an icon. */
export function Badge({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof badge>) {
  return <span className={classes(badge({ tone }), className)} {...rest} />;
}
