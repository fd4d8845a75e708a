"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A few words on hover and on focus. The child must be able to take focus; nothing essential stands only here. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-border bg-popover px-2.5 py-1.5 text-foreground text-sm shadow-lg data-[state=delayed-open]:animate-appear"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A term that an admin meets with its one-line explanation behind it. */
export function Term({ children, explanation }: { children: ReactNode; explanation: ReactNode }) {
  return (
    <Tooltip content={explanation}>
      <button
        type="button"
        className="cursor-help text-left underline decoration-border-strong decoration-dotted underline-offset-3"
      >
        {children}
      </button>
    </Tooltip>
  );
}
