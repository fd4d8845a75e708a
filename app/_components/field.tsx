"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Label, Slot } from "radix-ui";
import { type ReactNode, useId } from "react";

/**
 * Label, control, hint and fault as one. The child is the control (Input, Textarea, Select, Switch); it gets its id and
 * what describes it from here.
 */
export function Field({
  label,
  hint,
  error,
  optional = false,
  children,
}: {
  label: ReactNode;
  /** What it decides, in a line. */
  hint?: ReactNode;
  /** What is wrong and what would be right. */
  error?: ReactNode;
  optional?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shared.field");
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Label.Root htmlFor={id} className="font-medium text-base">
        {label}
        {optional && <span className="font-normal text-muted"> {t("optional")}</span>}
      </Label.Root>
      <Slot.Root
        id={id}
        {...(described ? { "aria-describedby": described } : {})}
        {...(error ? { "aria-invalid": true } : {})}
      >
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}
