"use client";

import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

const item =
  "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 text-base outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-hover data-[disabled]:opacity-50 pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

/** A menu behind a button. */
export function Menu({
  trigger,
  align = "start",
  className,
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    // Not modal: a modal menu hides the page from screen readers while the page still holds what can take the focus.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={classes(
            "z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 max-w-80 overflow-y-auto rounded-lg border border-border bg-popover p-1 shadow-lg data-[state=open]:animate-appear",
            className,
          )}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  danger = false,
  className,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return (
    <DropdownMenu.Item className={classes(item, danger && "text-danger [&_svg]:text-danger", className)} {...rest} />
  );
}

/** One of several, with a tick at the one chosen. */
export function MenuChoice({ checked, children, ...rest }: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  return (
    <DropdownMenu.CheckboxItem checked={checked} className={item} {...rest}>
      <span className="flex min-w-0 flex-1 items-center gap-2 truncate">{children}</span>
      {checked && <Check />}
    </DropdownMenu.CheckboxItem>
  );
}

/** One of a few, side by side, of which exactly one is chosen; the menu stays open. */
export function MenuRadioRow({
  label,
  value,
  onValueChange,
  choices,
}: {
  label: string;
  value: string | undefined;
  onValueChange: (value: string) => void;
  choices: readonly { value: string; label: string; icon: LucideIcon }[];
}) {
  return (
    <div className="flex items-center justify-between px-2 py-1.5">
      <span aria-hidden>{label}</span>
      <DropdownMenu.RadioGroup
        aria-label={label}
        value={value}
        onValueChange={onValueChange}
        className="inline-flex rounded-md border border-border bg-inset p-0.5"
      >
        {choices.map(({ value: choice, label: name, icon: Icon }) => (
          <DropdownMenu.RadioItem
            key={choice}
            value={choice}
            aria-label={name}
            title={name}
            onSelect={(event) => event.preventDefault()}
            className="inline-flex h-6 w-7 cursor-pointer items-center justify-center rounded text-muted outline-none data-[highlighted]:text-foreground data-[state=checked]:bg-surface data-[state=checked]:text-foreground data-[state=checked]:shadow-sm data-[highlighted]:ring-2 data-[highlighted]:ring-accent pointer-coarse:h-9 pointer-coarse:w-10"
          >
            <Icon aria-hidden className="size-3.5" />
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </div>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label className={classes("px-2 py-1.5 text-muted text-xs", className)} {...rest} />;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-border" />;
}
