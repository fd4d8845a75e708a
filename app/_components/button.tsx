import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        /** The one thing a page is for. */
        primary: "bg-accent text-on-accent shadow-sm hover:bg-accent-hover",
        secondary: "border border-border bg-surface text-foreground shadow-sm hover:bg-hover",
        quiet: "text-foreground hover:bg-hover",
        danger: "bg-danger-fill text-on-danger shadow-sm hover:opacity-90",
      },
      size: {
        small: "h-7 px-2.5 text-sm pointer-coarse:h-9",
        medium: "h-8 px-3 text-base pointer-coarse:h-10",
        large: "h-10 px-4 text-base pointer-coarse:h-11",
        /** A square for an icon: give it an `aria-label`. */
        icon: "size-8 text-muted hover:text-foreground pointer-coarse:size-10",
      },
    },
    defaultVariants: { tone: "secondary", size: "medium" },
  },
);

type ButtonLook = VariantProps<typeof button>;

/** A button; `asChild` lends its look to the one child. */
export function Button({
  tone,
  size,
  asChild = false,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & ButtonLook & { asChild?: boolean }) {
  const look = classes(button({ tone, size }), className);
  return asChild ? <Slot.Root className={look} {...rest} /> : <button type={type} className={look} {...rest} />;
}

/** A link that looks like a button. */
export function ButtonLink({ tone, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={classes(button({ tone, size }), className)} {...rest} />;
}
