"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classes } from "./classes.ts";

const overlay = "fixed inset-0 z-40 bg-overlay data-[state=open]:animate-appear";

/**
 * A dialog with a title, content and, below, actions. Opened by `trigger`, or from outside by `open` and
 * `onOpenChange`. On a phone it stands at the bottom, in reach of the thumb.
 */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  footer,
  wide = false,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Buttons at the right of the lower edge; wrap the one that closes in DialogClose. */
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations("shared.dialog");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          data-modal
          onOpenAutoFocus={focusFirstField}
          className={classes(
            "fixed z-50 flex max-h-[calc(100dvh-2rem)] flex-col border border-border bg-popover shadow-lg data-[state=open]:animate-rise",
            "inset-x-0 bottom-0 rounded-t-xl sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-full sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl",
            wide ? "sm:max-w-3xl" : "sm:max-w-md",
          )}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              {description && <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button tone="quiet" size="icon" aria-label={t("close")} className="-mt-1 -mr-2">
                <X />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Into the form, where there is one, instead of onto the close button. */
function focusFirstField(event: Event) {
  const field = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(
    "input:checked, input:not([type=hidden]), textarea, select",
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** Closes the dialog or sheet around it; lends that to its one child. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}

/** A panel that slides in from a side and reaches from top to bottom. */
export function Sheet({
  title,
  side = "right",
  trigger,
  open,
  onOpenChange,
  modal = true,
  flush = false,
  children,
}: {
  title: ReactNode;
  side?: "left" | "right";
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** False: what lies beside it stays usable. */
  modal?: boolean;
  /** No padding around the content. */
  flush?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shared.dialog");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        {modal && <Radix.Overlay className={overlay} />}
        <Radix.Content
          data-modal={modal}
          aria-describedby={undefined}
          onInteractOutside={modal ? undefined : (event) => event.preventDefault()}
          className={classes(
            "fixed inset-y-0 z-50 flex w-full flex-col border-border bg-popover shadow-lg",
            side === "left"
              ? "left-0 max-w-72 border-r data-[state=open]:animate-sheet-left"
              : "right-0 max-w-md border-l data-[state=open]:animate-sheet-right",
          )}
        >
          <header className="flex items-center gap-3 border-b border-border px-4 py-2.5">
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button tone="quiet" size="icon" aria-label={t("close")} className="-mr-1">
                <X />
              </Button>
            </Radix.Close>
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div tabIndex={0} className={classes("min-h-0 flex-1 overflow-y-auto -outline-offset-2", !flush && "p-4")}>
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
