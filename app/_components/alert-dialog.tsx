"use client";

import { useTranslations } from "next-intl";
import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/**
 * Asks before something that costs: says what will happen, and repeats the verb on its button. The dialog closes at
 * once; `onConfirm` reports its own outcome by a toast.
 */
export function ConfirmDialog({
  title,
  description,
  confirm,
  cancel,
  tone = "danger",
  trigger,
  open,
  onOpenChange,
  onConfirm,
  children,
}: {
  title: ReactNode;
  /** What will be lost or changed, in a sentence or two. */
  description: ReactNode;
  /** The verb, e.g. "Remove Ada". */
  confirm: string;
  cancel?: string;
  tone?: "danger" | "primary";
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("shared.dialog");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay data-[state=open]:animate-appear" />
        <Radix.Content className="fixed inset-x-0 bottom-0 z-50 rounded-t-xl border border-border bg-popover p-5 shadow-lg data-[state=open]:animate-rise sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-full sm:max-w-md sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl">
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          <Radix.Description className="mt-1.5 text-muted">{description}</Radix.Description>
          {children && <div className="mt-4">{children}</div>}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{cancel ?? t("cancel")}</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button tone={tone} onClick={onConfirm}>
                {confirm}
              </Button>
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
